import { z } from "zod";
import { storeJsonAttachments } from "#app/_http/json-files.ts";
import { defineWrite } from "#app/_http/json.ts";
import { Attachments, FILES_BYTES_MAX, MessageText } from "#domain/api/parts.ts";
import { Ticket } from "#domain/api/shapes.ts";
import { loadTicketView } from "#domain/api/tickets.ts";
import { addNote } from "#domain/tickets/add-note.ts";
import { assertCanAnswer } from "#domain/tickets/writing-rights.ts";

export default defineWrite({
  id: "addNote",
  method: "POST",
  path: "/tickets/{id}/notes",
  subject: "Tickets",
  summary: "Write a note that only the team sees",
  needs: "ticket.note",
  body: z.strictObject({ body: MessageText, attachments: Attachments }),
  bodyBytesMax: FILES_BYTES_MAX,
  status: 201,
  answer: Ticket,
  refusals: ["file_too_large", "file_type_refused"],
  prepare: storeJsonAttachments((ctx, { id }) => assertCanAnswer(ctx, id)),
  handle: async (ctx, { id, body: { body } }, files) => {
    await addNote(ctx, { ticketId: id, body, files, via: "api" });
    return loadTicketView(ctx, id);
  },
});

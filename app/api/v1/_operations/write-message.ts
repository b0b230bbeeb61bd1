import { z } from "zod";
import { storeJsonAttachments } from "#app/_http/json-files.ts";
import { defineWrite } from "#app/_http/json.ts";
import { Attachments, FILES_BYTES_MAX, MessageText } from "#domain/api/parts.ts";
import { Ticket } from "#domain/api/shapes.ts";
import { assertCanWriteInto, isRequester, toTicketView } from "#domain/api/tickets.ts";
import { answerTicket } from "#domain/tickets/answer-ticket.ts";
import { replyToTicket } from "#domain/tickets/reply-to-ticket.ts";

export default defineWrite({
  id: "writeMessage",
  method: "POST",
  path: "/tickets/{id}/messages",
  subject: "Tickets",
  summary: "Write into a ticket",
  detail:
    "The person who asked replies; anybody else answers for the school, and `then` says how the ticket stands after it.",
  needs: "ticket.answer",
  body: z.strictObject({
    body: MessageText,
    then: z.enum(["wait", "stay_open", "resolve"]).default("wait"),
    attachments: Attachments,
  }),
  bodyBytesMax: FILES_BYTES_MAX,
  status: 201,
  answer: Ticket,
  refusals: ["ticket_closed", "file_too_large", "file_type_refused"],
  prepare: storeJsonAttachments(assertCanWriteInto),
  handle: async (ctx, { id, body: { body, then } }, files) => {
    const message = { ticketId: id, body, files, via: "api" } as const;
    const asks = await isRequester(ctx, id);
    const { ticket } = asks ? await replyToTicket(ctx, message) : await answerTicket(ctx, { ...message, then });
    return toTicketView(ctx, ticket);
  },
});

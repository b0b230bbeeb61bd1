import { keepAttached } from "#app/_http/json-files.ts";
import { jsonWrite } from "#app/_http/json.ts";
import { takesOnly } from "#app/_http/methods.ts";
import { loadTicketView } from "#domain/api/tickets.ts";
import { addNote } from "#domain/tickets/add-note.ts";
import { assertCanAnswer } from "#domain/tickets/assert-can-write.ts";
import * as spec from "../../../_spec/tickets.ts";

export const dynamic = "force-dynamic";

export const POST = jsonWrite(
  spec.addNote,
  async (ctx, { id, body: { body } }, files) => {
    await addNote(ctx, { ticketId: id, body, files, via: "api" });
    return loadTicketView(ctx, id);
  },
  { before: keepAttached((ctx, { id }) => assertCanAnswer(ctx, id)) },
);

export const { GET, HEAD, OPTIONS, PUT, PATCH, DELETE } = takesOnly("POST");

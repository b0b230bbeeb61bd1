import { keepAttached } from "#app/_http/json-files.ts";
import { jsonWrite } from "#app/_http/json.ts";
import { takesOnly } from "#app/_http/methods.ts";
import { ticketNow } from "#domain/api/tickets.ts";
import { addNote } from "#domain/tickets/add-note.ts";
import { assertMayAnswer } from "#domain/tickets/may-write.ts";
import * as spec from "../../../_spec/tickets.ts";

export const dynamic = "force-dynamic";

export const POST = jsonWrite(
  spec.addNote,
  async (ctx, { id, body: { body } }, files) => {
    await addNote(ctx, { ticketId: id, body, files, via: "api" });
    return ticketNow(ctx, id);
  },
  { before: keepAttached((ctx, { id }) => assertMayAnswer(ctx, id)) },
);

export const { GET, HEAD, OPTIONS, PUT, PATCH, DELETE } = takesOnly("POST");

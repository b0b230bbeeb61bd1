import { jsonWrite } from "#app/_http/json.ts";
import { takesOnly } from "#app/_http/methods.ts";
import { ticketNow } from "#domain/api/tickets.ts";
import { setPriority } from "#domain/tickets/set-priority.ts";
import * as spec from "../../../_spec/tickets.ts";

export const dynamic = "force-dynamic";

export const POST = jsonWrite(spec.setPriority, async (ctx, { id, body }) => {
  await setPriority(ctx, { ticketId: id, ...body });
  return ticketNow(ctx, id);
});

export const { GET, HEAD, OPTIONS, PUT, PATCH, DELETE } = takesOnly("POST");

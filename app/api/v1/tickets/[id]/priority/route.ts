import { jsonWrite } from "#app/_http/json.ts";
import { takesOnly } from "#app/_http/methods.ts";
import { loadTicketView } from "#domain/api/tickets.ts";
import { setTicketPriority } from "#domain/tickets/set-ticket-priority.ts";
import * as spec from "../../../_spec/tickets.ts";

export const dynamic = "force-dynamic";

export const POST = jsonWrite(spec.setPriority, async (ctx, { id, body }) => {
  await setTicketPriority(ctx, { ticketId: id, ...body });
  return loadTicketView(ctx, id);
});

export const { GET, HEAD, OPTIONS, PUT, PATCH, DELETE } = takesOnly("POST");

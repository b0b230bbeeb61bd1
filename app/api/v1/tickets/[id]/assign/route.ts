import { jsonWrite } from "#app/_http/json.ts";
import { takesOnly } from "#app/_http/methods.ts";
import { loadTicketView } from "#domain/api/tickets.ts";
import { assignTicket } from "#domain/tickets/assign-ticket.ts";
import * as spec from "../../../_spec/tickets.ts";

export const dynamic = "force-dynamic";

export const POST = jsonWrite(spec.assignTicket, async (ctx, { id, body }) => {
  await assignTicket(ctx, { ticketId: id, ...body });
  return loadTicketView(ctx, id);
});

export const { GET, HEAD, OPTIONS, PUT, PATCH, DELETE } = takesOnly("POST");

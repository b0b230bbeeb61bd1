import { jsonWrite } from "#app/_http/json.ts";
import { takesOnly } from "#app/_http/methods.ts";
import { toTicketView } from "#domain/api/tickets.ts";
import { closeTicket } from "#domain/tickets/close-ticket.ts";
import * as spec from "../../../_spec/tickets.ts";

export const dynamic = "force-dynamic";

export const POST = jsonWrite(spec.closeTicket, async (ctx, { id, body }) =>
  toTicketView(ctx, await closeTicket(ctx, { ticketId: id, ...body })),
);

export const { GET, HEAD, OPTIONS, PUT, PATCH, DELETE } = takesOnly("POST");

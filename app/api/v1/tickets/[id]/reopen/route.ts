import { jsonWrite } from "#app/_http/json.ts";
import { takesOnly } from "#app/_http/methods.ts";
import { toTicketView } from "#domain/api/tickets.ts";
import { reopenTicket } from "#domain/tickets/reopen-ticket.ts";
import * as spec from "../../../_spec/tickets.ts";

export const dynamic = "force-dynamic";

export const POST = jsonWrite(spec.reopenTicket, async (ctx, { id, body }) =>
  toTicketView(ctx, await reopenTicket(ctx, { ticketId: id, ...body })),
);

export const { GET, HEAD, OPTIONS, PUT, PATCH, DELETE } = takesOnly("POST");

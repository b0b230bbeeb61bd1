import { jsonWrite } from "#app/_http/json.ts";
import { takesOnly } from "#app/_http/methods.ts";
import { toTicketView } from "#domain/api/tickets.ts";
import { mergeTicket } from "#domain/tickets/merge-ticket.ts";
import * as spec from "../../../_spec/tickets.ts";

export const dynamic = "force-dynamic";

export const POST = jsonWrite(spec.mergeTicket, async (ctx, { id, body }) =>
  toTicketView(ctx, await mergeTicket(ctx, { ticketId: id, ...body })),
);

export const { GET, HEAD, OPTIONS, PUT, PATCH, DELETE } = takesOnly("POST");

import { defineWrite } from "#app/_http/json.ts";
import { Nothing } from "#domain/api/parts.ts";
import { Ticket } from "#domain/api/shapes.ts";
import { toTicketView } from "#domain/api/tickets.ts";
import { reopenTicket } from "#domain/tickets/reopen-ticket.ts";

export default defineWrite({
  id: "reopenTicket",
  method: "POST",
  path: "/tickets/{id}/reopen",
  subject: "Tickets",
  summary: "Open again what was resolved or closed",
  needs: "ticket.reopen",
  body: Nothing,
  status: 200,
  answer: Ticket,
  refusals: ["wrong_state"],
  handle: async (ctx, { id, body }) => toTicketView(ctx, await reopenTicket(ctx, { ticketId: id, ...body })),
});

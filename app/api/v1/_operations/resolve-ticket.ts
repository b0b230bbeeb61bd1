import { defineWrite } from "#app/_http/json.ts";
import { Nothing } from "#domain/api/parts.ts";
import { Ticket } from "#domain/api/shapes.ts";
import { toTicketView } from "#domain/api/tickets.ts";
import { resolveTicket } from "#domain/tickets/resolve-ticket.ts";

export default defineWrite({
  id: "resolveTicket",
  method: "POST",
  path: "/tickets/{id}/resolve",
  subject: "Tickets",
  summary: "Mark a ticket as resolved",
  detail: "By the team or by the student. A reply within the grace period opens it again.",
  needs: "ticket.resolve",
  body: Nothing,
  status: 200,
  answer: Ticket,
  refusals: ["wrong_state"],
  handle: async (ctx, { id, body }) => toTicketView(ctx, await resolveTicket(ctx, { ticketId: id, ...body })),
});

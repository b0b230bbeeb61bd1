import { defineWrite } from "#app/_http/json.ts";
import { Reason } from "#domain/api/parts.ts";
import { Ticket } from "#domain/api/shapes.ts";
import { toTicketView } from "#domain/api/tickets.ts";
import { closeTicket } from "#domain/tickets/close-ticket.ts";

export default defineWrite({
  id: "closeTicket",
  method: "POST",
  path: "/tickets/{id}/close",
  subject: "Tickets",
  summary: "Close a ticket",
  detail: "The student cannot reply any more, only open a new one.",
  needs: "ticket.close",
  body: Reason,
  status: 200,
  answer: Ticket,
  refusals: ["wrong_state"],
  handle: async (ctx, { id, body }) => toTicketView(ctx, await closeTicket(ctx, { ticketId: id, ...body })),
});

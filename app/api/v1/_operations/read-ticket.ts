import { defineRead } from "#app/_http/json.ts";
import { Ticket } from "#domain/api/shapes.ts";
import { getTicket } from "#domain/api/tickets.ts";

export default defineRead({
  id: "readTicket",
  method: "GET",
  path: "/tickets/{id}",
  subject: "Tickets",
  summary: "Read a ticket",
  needs: "ticket.read",
  status: 200,
  answer: Ticket,
  handle: (ctx, { id }) => getTicket(ctx, id),
});

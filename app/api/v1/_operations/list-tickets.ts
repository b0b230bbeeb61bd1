import { defineRead } from "#app/_http/json.ts";
import { createListQuery, createPageSchema } from "#domain/api/parts.ts";
import { Ticket } from "#domain/api/shapes.ts";
import { ticketPages } from "#domain/api/tickets.ts";

export default defineRead({
  id: "listTickets",
  method: "GET",
  path: "/tickets",
  subject: "Tickets",
  summary: "List tickets",
  detail: "All of them for those who answer tickets; one's own for the others.",
  needs: "ticket.read",
  query: createListQuery(ticketPages),
  status: 200,
  answer: createPageSchema(Ticket),
  handle: (ctx, { query }) => ticketPages.after(ctx, query),
});

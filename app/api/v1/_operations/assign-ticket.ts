import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { Id } from "#domain/api/parts.ts";
import { Ticket } from "#domain/api/shapes.ts";
import { loadTicketView } from "#domain/api/tickets.ts";
import { assignTicket } from "#domain/tickets/assign-ticket.ts";

export default defineWrite({
  id: "assignTicket",
  method: "POST",
  path: "/tickets/{id}/assign",
  subject: "Tickets",
  summary: "Give a ticket to somebody, or to nobody",
  needs: "ticket.assign",
  body: z.strictObject({ assigneeId: Id("usr").nullable() }),
  status: 200,
  answer: Ticket,
  handle: async (ctx, { id, body }) => {
    await assignTicket(ctx, { ticketId: id, ...body });
    return loadTicketView(ctx, id);
  },
});

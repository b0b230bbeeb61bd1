import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { Ticket } from "#domain/api/shapes.ts";
import { loadTicketView } from "#domain/api/tickets.ts";
import { setTicketPriority } from "#domain/tickets/set-ticket-priority.ts";

export default defineWrite({
  id: "setPriority",
  method: "POST",
  path: "/tickets/{id}/priority",
  subject: "Tickets",
  summary: "Say how much a ticket presses",
  needs: "ticket.prioritise",
  body: z.strictObject({ priority: Ticket.shape.priority.unwrap() }),
  status: 200,
  answer: Ticket,
  handle: async (ctx, { id, body }) => {
    await setTicketPriority(ctx, { ticketId: id, ...body });
    return loadTicketView(ctx, id);
  },
});

import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { Ticket } from "#domain/api/shapes.ts";
import { toTicketView } from "#domain/api/tickets.ts";
import { mergeTicket } from "#domain/tickets/merge-ticket.ts";

export default defineWrite({
  id: "mergeTicket",
  method: "POST",
  path: "/tickets/{id}/merge",
  subject: "Tickets",
  summary: "Join a ticket to another of the same student",
  detail: "Answers with the ticket that goes on.",
  needs: "ticket.merge",
  body: z.strictObject({
    into: z.string().trim().min(1).max(60).meta({ description: "The code of the ticket that goes on." }),
  }),
  status: 200,
  answer: Ticket,
  refusals: ["wrong_state"],
  handle: async (ctx, { id, body }) => toTicketView(ctx, await mergeTicket(ctx, { ticketId: id, ...body })),
});

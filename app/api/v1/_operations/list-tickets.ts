import { z } from "zod";
import { defineRead } from "#app/_http/json.ts";
import { Id, createPageSchema, Paging } from "#domain/api/parts.ts";
import { Ticket } from "#domain/api/shapes.ts";
import { listTickets } from "#domain/api/tickets.ts";

export default defineRead({
  id: "listTickets",
  method: "GET",
  path: "/tickets",
  subject: "Tickets",
  summary: "List tickets",
  detail: "All of them for those who answer tickets; one's own for the others.",
  needs: "ticket.read",
  query: z.strictObject({
    ...Paging,
    state: Ticket.shape.state.optional(),
    requesterId: Id("usr").optional(),
    assigneeId: Id("usr").optional(),
  }),
  status: 200,
  answer: createPageSchema(Ticket),
  handle: (ctx, { query }) => listTickets(ctx, query),
});

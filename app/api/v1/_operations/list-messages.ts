import { z } from "zod";
import { defineRead } from "#app/_http/json.ts";
import { Id, Paging } from "#domain/api/parts.ts";
import { Message } from "#domain/api/shapes.ts";
import { listMessages } from "#domain/api/tickets.ts";

export default defineRead({
  id: "listMessages",
  method: "GET",
  path: "/tickets/{id}/messages",
  subject: "Tickets",
  summary: "List the messages of a ticket, the oldest first",
  detail: "Notes are shown to those who answer tickets alone.",
  needs: "ticket.read",
  query: z.strictObject({
    limit: Paging.limit,
    after: Id("msg").optional().meta({ description: "The id of the last message seen." }),
  }),
  status: 200,
  answer: z.strictObject({ items: z.array(Message) }),
  handle: (ctx, { id, query }) => listMessages(ctx, id, query),
});

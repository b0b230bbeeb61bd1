import { z } from "zod";
import { defineRead } from "#app/_http/json.ts";
import { listOrders } from "#domain/api/orders.ts";
import { Id, createPageSchema, Paging } from "#domain/api/parts.ts";
import { Order } from "#domain/api/shapes.ts";
import { ORDER_NEEDS } from "#domain/orders/order-needs.ts";

export default defineRead({
  id: "listOrders",
  method: "GET",
  path: "/orders",
  subject: "Orders",
  summary: "List orders",
  detail: "Everybody's for the office; one's own for the others.",
  needs: "order.read",
  query: z.strictObject({
    ...Paging,
    buyerId: Id("usr").optional(),
    state: Order.shape.state.optional(),
    need: z.enum(ORDER_NEEDS).optional().meta({
      description: "Only orders that need this from a person; for the office. `reviewReason` says why in the order.",
    }),
    code: z.string().max(20).optional(),
  }),
  status: 200,
  answer: createPageSchema(Order),
  handle: (ctx, { query }) => listOrders(ctx, query),
});

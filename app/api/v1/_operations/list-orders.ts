import { defineRead } from "#app/_http/json.ts";
import { orderPages } from "#domain/api/orders.ts";
import { createListQuery, createPageSchema } from "#domain/api/parts.ts";
import { Order } from "#domain/api/order-shapes.ts";

export default defineRead({
  id: "listOrders",
  method: "GET",
  path: "/orders",
  subject: "Orders",
  summary: "List orders",
  detail: "Everybody's for the office; one's own for the others.",
  needs: "order.read",
  query: createListQuery(orderPages),
  status: 200,
  answer: createPageSchema(Order),
  handle: (ctx, { query }) => orderPages.after(ctx, query),
});

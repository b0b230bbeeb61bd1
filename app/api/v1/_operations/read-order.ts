import { defineRead } from "#app/_http/json.ts";
import { getOrder } from "#domain/api/orders.ts";
import { WholeOrder } from "#domain/api/order-shapes.ts";

export default defineRead({
  id: "readOrder",
  method: "GET",
  path: "/orders/{id}",
  subject: "Orders",
  summary: "Read an order with its lines and payments",
  needs: "order.read",
  status: 200,
  answer: WholeOrder,
  handle: (ctx, { id }) => getOrder(ctx, id),
});

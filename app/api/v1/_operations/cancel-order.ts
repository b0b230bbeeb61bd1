import { defineWrite } from "#app/_http/json.ts";
import { loadOrderView } from "#domain/api/orders.ts";
import { Reason } from "#domain/api/parts.ts";
import { Order } from "#domain/api/order-shapes.ts";
import { cancelOrder } from "#domain/checkout/cancel-order.ts";

export default defineWrite({
  id: "cancelOrder",
  method: "POST",
  path: "/orders/{id}/cancel",
  subject: "Orders",
  summary: "Cancel an order that is not paid",
  detail: "Its seat is free again. A paid order ends with its enrolment instead.",
  needs: "order.cancel",
  body: Reason,
  status: 200,
  answer: Order,
  refusals: ["wrong_state"],
  handle: async (ctx, { id, body }) => {
    await cancelOrder(ctx, { orderId: id, ...body });
    return loadOrderView(ctx, id);
  },
});

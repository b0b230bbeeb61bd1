import { defineWrite } from "#app/_http/json.ts";
import { toOrderView } from "#domain/api/orders.ts";
import { Nothing } from "#domain/api/parts.ts";
import { Order } from "#domain/api/order-shapes.ts";
import { sendOrder } from "#domain/checkout/send-order.ts";

export default defineWrite({
  id: "sendOrder",
  method: "POST",
  path: "/orders/{id}/send",
  subject: "Orders",
  summary: "Send an order that was prepared",
  detail: "A seat is held for it, and the student gets a letter with the way to pay.",
  needs: "order.draft",
  body: Nothing,
  status: 200,
  answer: Order,
  refusals: ["wrong_state", "cohort_full", "enrolment_closed", "already_enrolled"],
  handle: async (ctx, { id }) => toOrderView(ctx, await sendOrder(ctx, { orderId: id })),
});

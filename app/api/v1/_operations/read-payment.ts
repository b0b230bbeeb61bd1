import { defineRead } from "#app/_http/json.ts";
import { getPayment } from "#domain/api/orders.ts";
import { WholePayment } from "#domain/api/order-shapes.ts";

export default defineRead({
  id: "readPayment",
  method: "GET",
  path: "/payments/{id}",
  subject: "Payments",
  summary: "Read a payment with its refunds",
  needs: "payment.read",
  status: 200,
  answer: WholePayment,
  handle: (ctx, { id }) => getPayment(ctx, id),
});

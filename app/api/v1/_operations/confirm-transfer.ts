import { defineWrite } from "#app/_http/json.ts";
import { loadPaymentView } from "#domain/api/orders.ts";
import { Nothing } from "#domain/api/parts.ts";
import { Payment } from "#domain/api/order-shapes.ts";
import { confirmTransfer } from "#domain/checkout/confirm-transfer.ts";

export default defineWrite({
  id: "confirmTransfer",
  method: "POST",
  path: "/payments/{id}/confirm",
  subject: "Payments",
  summary: "Confirm that a bank transfer has arrived in full",
  needs: "payment.confirm",
  body: Nothing,
  status: 200,
  answer: Payment,
  refusals: ["wrong_state"],
  handle: async (ctx, { id }) => {
    await confirmTransfer(ctx, id);
    return loadPaymentView(ctx, id);
  },
});

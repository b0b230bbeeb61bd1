import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { loadPaymentView } from "#domain/api/orders.ts";
import { Payment } from "#domain/api/order-shapes.ts";
import { Amount } from "#domain/api/parts.ts";
import { recordTransfer } from "#domain/checkout/record-transfer.ts";
import { createId } from "#domain/kernel/ids.ts";
import { createTextInput } from "#domain/kernel/text-inputs.ts";

export default defineWrite({
  id: "recordTransfer",
  method: "POST",
  path: "/orders/{id}/payments/received",
  subject: "Payments",
  summary: "Record money that came for an order",
  detail:
    "Cash at the desk, or a transfer that names something else: it is booked as a bank transfer is. A part leaves the order waiting for the rest; what is too much, late or twice calls a person.",
  needs: "payment.confirm",
  body: z.strictObject({
    amount: z.strictObject({ ...Amount.shape, minor: z.int().min(1) }),
    note: createTextInput(500).min(1).meta({ description: "How it came; kept in the audit log." }),
    paidMinor: z
      .int()
      .optional()
      .meta({ description: "How much of the order was paid when you looked. Refused when something was paid since." }),
  }),
  status: 201,
  answer: Payment,
  refusals: ["wrong_state", "amount_mismatch"],
  handle: async (ctx, { id: orderId, body: { amount, note, paidMinor: seenMinor } }) => {
    const { minor: amountMinor, currency } = amount;
    const money = { orderId, amountMinor, currency, note, seenMinor, key: createId("payment") };
    return loadPaymentView(ctx, (await recordTransfer(ctx, money)).paymentId);
  },
});

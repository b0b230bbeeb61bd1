import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { toRefundView } from "#domain/api/orders.ts";
import { Amount } from "#domain/api/parts.ts";
import { Refund } from "#domain/api/order-shapes.ts";
import { refundCredit } from "#domain/credit/refund-credit.ts";

export default defineWrite({
  id: "refundCredit",
  method: "POST",
  path: "/students/{id}/credit/payouts",
  subject: "Credit",
  summary: "Give credit back as money",
  detail: "What was given in place of money goes back by the payments that brought it. A job asks the providers.",
  needs: "credit.pay_out",
  body: z.strictObject({
    amount: Amount,
    reason: z.string().trim().min(1).max(1000),
    balanceMinor: z
      .int()
      .min(0)
      .optional()
      .meta({ description: "How much of it there was when you looked. Refused when it is something else by now." }),
  }),
  status: 200,
  answer: z.strictObject({ refunds: z.array(Refund) }),
  refusals: ["refund_too_large", "amount_mismatch"],
  handle: async (ctx, { id: userId, body: { amount, reason, balanceMinor: seenMinor } }) => {
    const { minor: amountMinor, currency } = amount;
    const asked = await refundCredit(ctx, { userId, amountMinor, currency, reason, seenMinor });
    return { refunds: asked.map(toRefundView) };
  },
});

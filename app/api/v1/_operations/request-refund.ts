import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { toRefundView } from "#domain/api/orders.ts";
import { Amount } from "#domain/api/parts.ts";
import { Refund } from "#domain/api/order-shapes.ts";
import { createTextInput } from "#domain/kernel/text-inputs.ts";
import { requestRefund } from "#domain/refunds/request-refund.ts";
import { sendRefundOf } from "#services/payments/refund.ts";

export default defineWrite({
  id: "requestRefund",
  method: "POST",
  path: "/payments/{id}/refunds",
  subject: "Payments",
  summary: "Give money back",
  detail:
    "All refunds of a payment together are never more than was paid. When the provider does not answer, the refund stays `requested` and is sent again by itself. More than the school's bound (MATRICULA_REFUND_CONFIRM_ABOVE) is sent from its pages only, where the password can be asked for.",
  needs: "refund.request",
  body: z.strictObject({
    amount: z.strictObject({ ...Amount.shape, minor: z.int().min(1) }),
    reason: createTextInput(1_000).min(1),
    refundableMinor: z.int().min(0).optional().meta({
      description:
        "How much of the payment could go back when you looked: its amount less its refunds that have not failed. Refused when something went back since.",
    }),
  }),
  status: 201,
  answer: Refund,
  refusals: ["refund_too_large", "amount_mismatch", "wrong_state", "sign_in_not_recent"],
  handle: async (ctx, { id, body: { amount, reason, refundableMinor: seenMinor } }) => {
    const { minor: amountMinor, currency } = amount;
    return toRefundView((await requestRefund(ctx, { paymentId: id, amountMinor, currency, reason, seenMinor })).refund);
  },
  afterCommit: {
    isDue: ({ state }) => state === "requested",
    run: (as, { id }, keep) =>
      sendRefundOf(as, id, (ctx, refund) => keep(ctx, toRefundView(refund))).then(toRefundView),
  },
});

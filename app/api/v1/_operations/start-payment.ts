import { lockBuyer } from "#domain/orders/lock-buyer.ts";
import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { toPaymentView } from "#domain/api/orders.ts";
import { Payment } from "#domain/api/order-shapes.ts";
import { startPayment } from "#domain/payments/start-payment.ts";
import { openCheckoutOf } from "#services/payments/begin-payment.ts";

const INSTALMENT_MAX = 100;

export default defineWrite({
  id: "startPayment",
  method: "POST",
  path: "/orders/{id}/payments",
  subject: "Orders",
  summary: "Begin to pay an order",
  detail:
    "Gives back the attempt with this provider that is under way, if there is one; one with another provider is closed, so that nothing is paid twice, and refused (`wrong_state`) while its money is settling. Without `provider` it is the first that the school offers. Only the buyer pays.",
  needs: "order.pay",
  body: z.strictObject({
    provider: Payment.shape.provider.optional(),
    pay: z
      .union([z.enum(["all", "plan"]), z.strictObject({ instalment: z.int().min(1).max(INSTALMENT_MAX) })])
      .optional()
      .meta({
        description: "All that is left, the first instalment of the cohort's plan, or one instalment by its number.",
      }),
    keepsCard: z.boolean().optional().meta({
      description:
        "The buyer was shown and accepts the mandate: the card is kept at the provider and charged for the instalments that follow.",
    }),
  }),
  status: 201,
  answer: Payment,
  refusals: [
    "order_expired",
    "order_not_payable",
    "provider_unavailable",
    "payment_refused",
    "too_many_holds",
    "wrong_state",
  ],
  beside: (_as, { id }) => lockBuyer({ orderId: id }),
  handle: async (ctx, { id, body }) => {
    const { provider, pay, keepsCard } = body;
    return toPaymentView(await startPayment(ctx, { orderId: id, provider, pay, keepsCard }));
  },
  afterCommit: {
    // One that is under way already may have a page that is over.
    isDue: ({ state }) => state === "created" || state === "pending",
    run: (as, { id }, keep) =>
      openCheckoutOf(as, id, (ctx, payment) => keep(ctx, toPaymentView(payment))).then(toPaymentView),
  },
});

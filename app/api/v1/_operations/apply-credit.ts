import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { lockBuyer } from "#domain/orders/lock-buyer.ts";
import { applyCredit } from "#domain/checkout/apply-credit.ts";

const INSTALMENT_MAX = 100;

export default defineWrite({
  id: "applyCredit",
  method: "POST",
  path: "/orders/{id}/credit",
  subject: "Credit",
  summary: "Pay an order with one's credit",
  detail: "As far as it goes; the rest is paid in another way. An instalment is paid whole or not at all.",
  needs: "order.pay",
  body: z.strictObject({
    pay: z
      .union([z.enum(["all", "plan"]), z.strictObject({ instalment: z.int().min(1).max(INSTALMENT_MAX) })])
      .optional(),
  }),
  status: 200,
  answer: z.strictObject({ isPaid: z.boolean().meta({ description: "Whether nothing is left to be paid now." }) }),
  refusals: ["order_expired", "order_not_payable", "wrong_state"],
  beside: (_as, { id }) => lockBuyer({ orderId: id }),
  handle: async (ctx, { id: orderId, body: { pay } }) => ({
    isPaid: (await applyCredit(ctx, { orderId, pay })).isPaid,
  }),
});

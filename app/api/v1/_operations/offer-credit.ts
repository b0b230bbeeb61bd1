import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { Id } from "#domain/api/parts.ts";
import { offerCredit } from "#domain/credit/offer-credit.ts";

export default defineWrite({
  id: "offerCredit",
  method: "POST",
  path: "/orders/{id}/credit-offers",
  subject: "Credit",
  summary: "Ask a buyer whether they take credit in place of money",
  detail: "Of an order that has ended and owes them money. Nothing changes before they agree.",
  needs: "credit.offer",
  body: z.strictObject({ amountMinor: z.int().min(1), reason: z.string().trim().max(1000).default("") }),
  status: 201,
  answer: z.strictObject({ id: Id("cro") }),
  refusals: ["refund_too_large", "wrong_state"],
  handle: async (ctx, { id: orderId, body }) => ({ id: (await offerCredit(ctx, { orderId, ...body })).id }),
});

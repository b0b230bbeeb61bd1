import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { Amount } from "#domain/api/parts.ts";
import { giveCredit } from "#domain/credit/give-credit.ts";

export default defineWrite({
  id: "giveCredit",
  method: "POST",
  path: "/students/{id}/credit",
  subject: "Credit",
  summary: "Give a student credit of the school's own",
  detail: "It is used for orders and never paid out. The student reads the reason.",
  needs: "credit.give",
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
  answer: z.strictObject({ given: z.literal(true) }),
  refusals: ["amount_mismatch"],
  handle: async (ctx, { id: userId, body: { amount, reason, balanceMinor: seenMinor } }) => {
    await giveCredit(ctx, { userId, amountMinor: amount.minor, currency: amount.currency, reason, seenMinor });
    return { given: true as const };
  },
});

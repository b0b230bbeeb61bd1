import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { answerCreditOffer } from "#domain/credit/answer-credit-offer.ts";

const Decision = z.strictObject({ agrees: z.boolean() });

export default defineWrite({
  id: "answerCreditOffer",
  method: "POST",
  path: "/credit-offers/{id}/decision",
  subject: "Credit",
  summary: "Take credit in place of money, or the money",
  detail: "Only the buyer decides. What they agree to is their credit at once.",
  needs: "credit.decide",
  body: Decision,
  status: 200,
  answer: Decision,
  refusals: ["wrong_state"],
  handle: async (ctx, { id: offerId, body: { agrees } }) => {
    await answerCreditOffer(ctx, { offerId, agrees });
    return { agrees };
  },
});

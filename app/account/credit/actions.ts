"use server";

import { z } from "zod";
import { action } from "#app/_forms/action.ts";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { answerCreditOffer } from "#domain/credit/answer-credit-offer.ts";
import { isId } from "#domain/kernel/ids.ts";

const Decision = z.object({
  offerId: z.string().refine((text) => isId("creditOffer", text)),
  decision: z.enum(["agree", "decline"]),
});

/** Takes credit in place of money, or wants the money. */
export const decideCreditAction = action(Decision, async ({ write }, { offerId, decision }) => {
  const agrees = decision === "agree";
  await write((ctx) => answerCreditOffer(ctx, { offerId, agrees }));
  await redirectDone("/account/credit", agrees ? "credit-agreed" : "credit-declined");
});

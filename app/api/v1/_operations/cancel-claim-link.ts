import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { ClaimLinkShape, loadClaimLinkView } from "#domain/api/places-for-others.ts";
import { cancelClaimLink } from "#domain/checkout/cancel-claim-link.ts";
import { createTextInput } from "#domain/kernel/text-inputs.ts";

export default defineWrite({
  id: "cancelClaimLink",
  method: "POST",
  path: "/claim-links/{id}/cancel",
  subject: "Orders",
  summary: "Give back a place that nobody has claimed",
  detail:
    "The buyer as its terms say: what comes back by them is refunded. The office whenever it likes: `refund` says whether the price of the place goes back now or is left for review, and the buyer reads `why`.",
  needs: "claim_link.cancel",
  body: z.strictObject({
    why: createTextInput(500).default(""),
    refund: z.enum(["now", "review"]).optional(),
    refundMinor: z
      .int()
      .min(0)
      .optional()
      .meta({ description: "What the buyer was told comes back; refused when it is not." }),
  }),
  status: 200,
  answer: ClaimLinkShape,
  refusals: ["wrong_state", "amount_mismatch"],
  handle: async (ctx, { id, body: { refundMinor: seenMinor, ...body } }) => {
    await cancelClaimLink(ctx, { claimLinkId: id, seenMinor, ...body });
    return loadClaimLinkView(ctx, id);
  },
});

import type { StepCtx } from "../kernel/command.ts";
import { setReviewReason } from "./set-review-reason.ts";

/** What befell money after an order was paid: only a person can say what should become of the place. */
export const REVERSAL_REASONS = ["refunded_outside", "dispute_lost"] as const;
export type ReversalReason = (typeof REVERSAL_REASONS)[number];

/**
 * Calls for a person because money went back that nobody here sent. An order that is flagged already is looked at anyway; a
 * lost dispute says more than a refund, whichever is heard of first.
 */
export async function flagReversal(ctx: StepCtx, orderId: string, reviewReason: ReversalReason): Promise<void> {
  await setReviewReason(ctx, orderId, reviewReason, {
    over: reviewReason === "dispute_lost" ? ["refunded_outside"] : [],
  });
}

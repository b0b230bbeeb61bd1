import { eq } from "drizzle-orm";
import type { ReviewReason } from "#db/enums.ts";
import { renewals } from "#db/schema/index.ts";
import { findAccessPlace, hasAccess } from "../access/find-access-place.ts";
import { getRenewalOffer } from "../access/get-renewal-offer.ts";
import { grantRenewal } from "../access/grant-renewal.ts";
import type { StepCtx } from "../kernel/command.ts";

/**
 * Money for a renewal has arrived, in time or late: the course opens again from where access ends by now. Not for a place that was
 * taken back meanwhile, and not once more than the cohort allows, when the student renewed again before late money came.
 */
export async function settleRenewal(
  ctx: StepCtx,
  orderLineId: string,
): Promise<"granted" | Extract<ReviewReason, "money_after_cancellation" | "late_money_enrolled_elsewhere">> {
  const [renewal] = await ctx.tx.select().from(renewals).where(eq(renewals.orderLineId, orderLineId));
  if (!renewal) throw new Error("an order of a renewal has none");
  const place = await findAccessPlace(ctx.tx, renewal.enrolmentId);
  if (!hasAccess(place.state)) return "money_after_cancellation";
  if (renewal.state === "cancelled") {
    const offer = await getRenewalOffer(ctx.tx, ctx.now, renewal.enrolmentId);
    if (offer?.left === 0) return "late_money_enrolled_elsewhere";
  }
  await grantRenewal(ctx, renewal, place);
  return "granted";
}

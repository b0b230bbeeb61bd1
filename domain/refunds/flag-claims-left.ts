import { and, eq, inArray } from "drizzle-orm";
import { claimLinks, enrolments, orderLines } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { getPaidMinor } from "../orders/get-paid-minor.ts";
import { setReviewReason } from "../orders/set-review-reason.ts";

/**
 * Calls for a person when all the money of an order for others is back with its buyer, as money or as credit, and places of it are claimed: they
 * stay until somebody says what becomes of them.
 */
export async function flagClaimsLeft(ctx: StepCtx, orderId: string): Promise<void> {
  if (((await getPaidMinor(ctx.tx, [orderId])).get(orderId) ?? 0) > 0) return;
  const [live] = await ctx.tx
    .select({ id: enrolments.id })
    .from(orderLines)
    .innerJoin(claimLinks, eq(claimLinks.orderLineId, orderLines.id))
    .innerJoin(enrolments, eq(enrolments.id, claimLinks.enrolmentId))
    .where(and(eq(orderLines.orderId, orderId), inArray(enrolments.state, ["active", "suspended"])))
    .limit(1);
  if (live) await setReviewReason(ctx, orderId, "refunded_outside");
}

import { and, eq, inArray, isNotNull } from "drizzle-orm";
import type { ReviewReason } from "#db/enums.ts";
import { orders } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";

/**
 * Nobody is called to an order any more: the one place that clears the reason, whichever it is, or one of `only`. Says whether there
 * was one.
 */
export async function clearReviewReason(
  ctx: StepCtx,
  orderId: string,
  only?: readonly ReviewReason[],
): Promise<boolean> {
  const cleared = await ctx.tx
    .update(orders)
    .set({ reviewReason: null, reviewSince: null })
    .where(and(eq(orders.id, orderId), only ? inArray(orders.reviewReason, [...only]) : isNotNull(orders.reviewReason)))
    .returning({ id: orders.id });
  return cleared.length > 0;
}

import { and, eq, inArray, isNotNull } from "drizzle-orm";
import { orders } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import type { ReviewReason } from "./set-review-reason.ts";

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
    .set({ attention: null })
    .where(and(eq(orders.id, orderId), only ? inArray(orders.attention, [...only]) : isNotNull(orders.attention)))
    .returning({ id: orders.id });
  return cleared.length > 0;
}

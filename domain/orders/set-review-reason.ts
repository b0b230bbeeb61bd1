import { and, eq, inArray, isNull, or, sql } from "drizzle-orm";
import type { ReviewReason } from "#db/enums.ts";
import { orders } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";

/**
 * Calls a person to an order: the one place that sets the reason. An order has one at a time, and keeps the one that it has unless
 * that is among `over`.
 */
export async function setReviewReason(
  ctx: StepCtx,
  orderId: string,
  reason: ReviewReason,
  { over = [] }: { over?: "any" | readonly ReviewReason[] } = {},
): Promise<void> {
  const free = isNull(orders.reviewReason);
  const settable =
    over === "any" ? undefined : over.length === 0 ? free : or(free, inArray(orders.reviewReason, [...over]));
  await ctx.tx
    .update(orders)
    // Whatever else it is flagged for meanwhile, it waits since the first.
    .set({
      reviewReason: reason,
      reviewSince: sql`coalesce(${orders.reviewSince}, ${sql.param(ctx.now, orders.reviewSince)})`,
    })
    .where(and(eq(orders.id, orderId), settable));
}

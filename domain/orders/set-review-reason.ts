import { and, eq, inArray, isNull, or } from "drizzle-orm";
import { orders } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";

/** Why an order waits for a person. */
export type ReviewReason =
  | "underpaid"
  | "paid_twice"
  | "money_after_cancellation"
  | "late_money_no_seat"
  | "late_money_enrolled_elsewhere"
  | "amount_mismatch"
  | "provider_refused"
  | "refund_due"
  | "refunded_outside"
  | "dispute_lost";

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
  const free = isNull(orders.attention);
  const settable =
    over === "any" ? undefined : over.length === 0 ? free : or(free, inArray(orders.attention, [...over]));
  await ctx.tx
    .update(orders)
    .set({ attention: reason })
    .where(and(eq(orders.id, orderId), settable));
}

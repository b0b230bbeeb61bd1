import { and, eq, isNull, or } from "drizzle-orm";
import { orders } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";

/** What befell money after an order was paid: only a person can say what should become of the place. */
export const REVERSAL_REASONS = ["refunded_outside", "dispute_lost"] as const;
export type ReversalReason = (typeof REVERSAL_REASONS)[number];

/**
 * Calls for a person because money went back that nobody here sent. An order that is flagged already is looked at anyway; a
 * lost dispute says more than a refund, whichever is heard of first.
 */
export async function flagReversal(ctx: StepCtx, orderId: string, attention: ReversalReason): Promise<void> {
  const free = isNull(orders.attention);
  const weaker = attention === "dispute_lost" ? or(free, eq(orders.attention, "refunded_outside")) : free;
  await ctx.tx
    .update(orders)
    .set({ attention })
    .where(and(eq(orders.id, orderId), weaker));
}

import { and, eq } from "drizzle-orm";
import { couponUses } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";

/** The step of keeping for an order that waits for its payment again what it had used of coupons: it still counts, and nobody else has it. */
export async function reserveAgain(ctx: StepCtx, orderId: string): Promise<void> {
  await ctx.tx
    .update(couponUses)
    .set({ state: "reserved", usedAt: null })
    .where(and(eq(couponUses.orderId, orderId), eq(couponUses.state, "used")));
}

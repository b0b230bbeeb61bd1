import { and, eq, inArray, sql } from "drizzle-orm";
import { couponCodes, coupons, couponUses } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";

/**
 * Gives back what an order that has ended used of coupons, so that somebody can use it again: one that was not paid, and one that was paid
 * and is cancelled, for nothing was bought with it. A refund that leaves the order as it is gives nothing back: docs/decisions/coupons.md.
 */
export async function releaseCoupons(ctx: StepCtx, orderId: string): Promise<void> {
  const released = await ctx.tx
    .update(couponUses)
    .set({ state: "released", releasedAt: ctx.now })
    .where(and(eq(couponUses.orderId, orderId), inArray(couponUses.state, ["reserved", "used"])))
    .returning({ couponId: couponUses.couponId, codeKey: couponUses.codeKey });
  for (const { couponId, codeKey } of released) {
    await ctx.tx
      .update(coupons)
      .set({ uses: sql`${coupons.uses} - 1` })
      .where(eq(coupons.id, couponId));
    await ctx.tx
      .update(couponCodes)
      .set({ uses: sql`${couponCodes.uses} - 1` })
      .where(eq(couponCodes.key, codeKey));
  }
}

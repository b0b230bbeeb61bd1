import { and, eq, sql } from "drizzle-orm";
import { couponCodes, coupons, couponUses } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";

/**
 * An order was paid: what it reserved of coupons is used. One that had expired (`isLate`) had given it back; its price was promised and its
 * money is here, so the use counts again, even where others have had the last one meanwhile.
 */
export async function settleCoupons(ctx: StepCtx, orderId: string, { isLate }: { isLate: boolean }): Promise<void> {
  const used = { state: "used" as const, usedAt: ctx.now, releasedAt: null };
  const ofOrder = eq(couponUses.orderId, orderId);
  if (!isLate) {
    await ctx.tx
      .update(couponUses)
      .set(used)
      .where(and(ofOrder, eq(couponUses.state, "reserved")));
    return;
  }
  const again = await ctx.tx
    .update(couponUses)
    .set(used)
    .where(and(ofOrder, eq(couponUses.state, "released")))
    .returning({ couponId: couponUses.couponId, codeKey: couponUses.codeKey });
  for (const { couponId, codeKey } of again) {
    await ctx.tx
      .update(coupons)
      .set({ uses: sql`${coupons.uses} + 1` })
      .where(eq(coupons.id, couponId));
    await ctx.tx
      .update(couponCodes)
      .set({ uses: sql`${couponCodes.uses} + 1` })
      .where(eq(couponCodes.key, codeKey));
  }
}

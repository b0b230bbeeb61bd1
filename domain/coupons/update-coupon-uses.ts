import { and, eq } from "drizzle-orm";
import { couponUses, lineDiscounts, orderLines } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { allocateDiscounts } from "../kernel/allocate-discounts.ts";

/** The step after the lines of an order got other prices: what each coupon took off it is told anew, with or without its tax. */
export async function updateCouponUses(ctx: StepCtx, orderId: string): Promise<void> {
  const { orderLineId, sourceId, source, amountMinor } = lineDiscounts;
  const rows = await ctx.tx
    .select({ orderLineId, sourceId, source, amountMinor, lineMinor: orderLines.discountMinor })
    .from(lineDiscounts)
    .innerJoin(orderLines, eq(orderLines.id, orderLineId))
    .where(eq(orderLines.orderId, orderId));
  const fitted = [...Map.groupBy(rows, (row) => row.orderLineId).values()].flatMap((line) =>
    allocateDiscounts(line, line[0]?.lineMinor ?? 0),
  );
  const coupons = new Set(rows.flatMap((row) => (row.source === "coupon" ? [row.sourceId] : [])));
  for (const couponId of coupons) {
    const discountMinor = fitted.reduce((sum, row) => (row.sourceId === couponId ? sum + row.amountMinor : sum), 0);
    await ctx.tx
      .update(couponUses)
      .set({ discountMinor })
      .where(and(eq(couponUses.orderId, orderId), eq(couponUses.couponId, couponId)));
  }
}

import { and, eq, isNull, lt, or, sql } from "drizzle-orm";
import { couponCodes, coupons, couponUses } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import type { CouponProblem } from "./judge-coupon.ts";
import { countUsesOfBuyer, type LoadedCoupon } from "./load-coupons.ts";
import { refuseCoupon } from "./refuse-coupon.ts";

type Use = { order: { id: string; buyerId: string; currency: string }; discountMinor: number; isPaid: boolean };

/**
 * Reserves one use of a coupon for an order in the write that makes it; one that is paid already has used it. Conditional UPDATEs count it by coupon
 * and by code, so that of many who want the last one gets it. The row of the coupon is this write's until it ends: so nobody
 * else adds a use of the same buyer meanwhile. Refuses (`coupon_refused`) when none is left.
 */
export async function reserveCoupon(ctx: StepCtx, coupon: LoadedCoupon, use: Use): Promise<void> {
  const { order, discountMinor, isPaid } = use;
  const refuse = (problem: CouponProblem) => refuseCoupon({ code: coupon.code, problem });
  const [counted] = await ctx.tx
    .update(coupons)
    .set({ uses: sql`${coupons.uses} + 1` })
    .where(
      and(
        eq(coupons.id, coupon.id),
        eq(coupons.state, "active"),
        or(isNull(coupons.usesMax), lt(coupons.uses, coupons.usesMax)),
      ),
    )
    .returning({ usesPerPersonMax: coupons.usesPerPersonMax });
  if (!counted) throw refuse("used_up");
  const { usesPerPersonMax } = counted;
  const before = { couponId: coupon.id, buyerId: order.buyerId };
  if (usesPerPersonMax !== null && (await countUsesOfBuyer(ctx.tx, before)) >= usesPerPersonMax) {
    throw refuse("used_by_you");
  }
  const [code] = await ctx.tx
    .update(couponCodes)
    .set({ uses: sql`${couponCodes.uses} + 1` })
    .where(and(eq(couponCodes.key, coupon.codeKey), or(sql`not ${couponCodes.isSingleUse}`, eq(couponCodes.uses, 0))))
    .returning({ key: couponCodes.key });
  if (!code) throw refuse("used_up");
  await ctx.tx.insert(couponUses).values({
    ...{ id: createId("couponUse"), couponId: coupon.id, codeKey: coupon.codeKey, orderId: order.id },
    ...{ state: isPaid ? "used" : "reserved", usedAt: isPaid ? ctx.now : null, releasedAt: null },
    ...{ discountMinor, currency: order.currency, createdAt: ctx.now },
  });
}

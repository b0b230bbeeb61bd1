import { and, eq } from "drizzle-orm";
import { coupons } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import type { Coupon } from "./load-coupons.ts";
import { loadCoupon } from "./load-coupon.ts";

/** Nobody can use a coupon any more, by whatever code. Orders that have used it, also those that wait to be paid, keep their price. Refuses one that has ended. */
export async function endCoupon(ctx: WriteCtx, { couponId }: { couponId: string }): Promise<Coupon> {
  authorize(ctx, "coupon.edit", {});
  await loadCoupon(ctx.tx, couponId);
  const [ended] = await ctx.tx
    .update(coupons)
    .set({ state: "ended", endedAt: ctx.now, updatedAt: ctx.now })
    .where(and(eq(coupons.id, couponId), eq(coupons.state, "active")))
    .returning();
  if (!ended) throw new Refusal("wrong_state");
  const change = { before: { state: "active" }, after: { state: ended.state, uses: ended.uses } };
  await audit(ctx, "coupon.edit", { type: "coupon", id: couponId }, change);
  return ended;
}

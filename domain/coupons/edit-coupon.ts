import { and, eq } from "drizzle-orm";
import { coupons } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { diffRow } from "../kernel/diff-row.ts";
import { assertEditVersion } from "../kernel/edit-version.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";
import { COUPON_PARTS, type CouponFields } from "./inputs.ts";
import type { Coupon } from "./load-coupons.ts";
import { loadCoupon, toCouponFields } from "./load-coupon.ts";
import { storeScopes } from "./store-scopes.ts";
import { toCouponRow } from "./to-coupon-row.ts";

/**
 * Changes what a coupon takes off, for what, when and how often. Orders that used it keep what they got. Refuses one that has ended
 * (`wrong_state`), what does not go together, and one that is no longer as it was `seen`.
 */
export async function editCoupon(
  ctx: WriteCtx,
  { couponId, seen, ...fields }: { couponId: string; seen?: string | undefined } & CouponFields,
): Promise<Coupon> {
  authorize(ctx, "coupon.edit", {});
  const was = await loadCoupon(ctx.tx, couponId);
  if (was.state !== "active") throw new Refusal("wrong_state");
  const { timezone } = await getSchoolSettings(ctx.tx);
  const before = toCouponFields(was, timezone);
  const difference = diffRow(before, fields);
  if (!difference) return was;
  assertEditVersion({ row: before, fields: COUPON_PARTS, wanted: fields, seen });
  const row = toCouponRow(fields, { timezone, now: ctx.now, was });
  const [edited] = await ctx.tx
    .update(coupons)
    .set({ ...row, updatedAt: ctx.now })
    .where(and(eq(coupons.id, couponId), eq(coupons.state, "active")))
    .returning();
  if (!edited) throw new Refusal("wrong_state");
  await storeScopes(ctx, couponId, fields.scopes);
  await audit(ctx, "coupon.edit", { type: "coupon", id: couponId }, difference);
  return edited;
}

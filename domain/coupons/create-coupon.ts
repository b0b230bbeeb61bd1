import { couponCodes, coupons } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";
import type { NewCouponFields } from "./inputs.ts";
import type { Coupon } from "./load-coupons.ts";
import { readCouponCode } from "./read-coupon-code.ts";
import { storeScopes } from "./store-scopes.ts";
import { toCouponRow } from "./to-coupon-row.ts";

/**
 * Something off the price for whoever types the code, from now on. Without a code it waits for codes of its own
 * (add-coupon-codes.ts). Refuses what does not go together, and a code that another coupon has or had (`coupon_code_taken`): an old leaflet must not
 * open a new discount.
 */
export async function createCoupon(ctx: WriteCtx, { code, ...fields }: NewCouponFields): Promise<Coupon> {
  authorize(ctx, "coupon.edit", {});
  const { timezone } = await getSchoolSettings(ctx.tx);
  const coupon: Coupon = {
    ...toCouponRow(fields, { timezone, now: ctx.now }),
    ...{ id: createId("coupon"), uses: 0, state: "active", createdAt: ctx.now, updatedAt: ctx.now, endedAt: null },
  };
  await ctx.tx.insert(coupons).values(coupon);
  const read = code === null ? undefined : readCouponCode(code);
  if (read) {
    const [added] = await ctx.tx
      .insert(couponCodes)
      .values({ ...read, couponId: coupon.id, isSingleUse: false, createdAt: ctx.now })
      .onConflictDoNothing({ target: couponCodes.key })
      .returning({ key: couponCodes.key });
    const words = message("refusals.coupon_code_taken");
    if (!added) throw new Refusal("coupon_code_taken", { words, fields: { code: words } });
  }
  await storeScopes(ctx, coupon.id, fields.scopes);
  await audit(ctx, "coupon.edit", { type: "coupon", id: coupon.id }, { after: { ...fields, code } });
  return coupon;
}

import { eq } from "drizzle-orm";
import { coupons, couponScopes } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { formatLocalDay } from "../kernel/local-time.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { CouponFields } from "./inputs.ts";
import type { Coupon } from "./load-coupons.ts";

/** Refuses (`not_found`) a coupon that does not exist. */
export async function loadCoupon(read: Reader, couponId: string): Promise<Coupon & Pick<CouponFields, "scopes">> {
  const [coupon] = await read.select().from(coupons).where(eq(coupons.id, couponId));
  if (!coupon) throw new Refusal("not_found");
  const scopes = await read
    .select({ kind: couponScopes.kind, target: couponScopes.target })
    .from(couponScopes)
    .where(eq(couponScopes.couponId, couponId))
    .orderBy(couponScopes.kind, couponScopes.target);
  return { ...coupon, scopes };
}

/** A coupon as its form has it: with days of the school's calendar, the last one included. */
export function toCouponFields(coupon: Awaited<ReturnType<typeof loadCoupon>>, timezone: string): CouponFields {
  const { startsAt, endsAt, name, kind, percentPpm, amountMinor, currency, minimumMinor } = coupon;
  const { usesMax, usesPerPersonMax, placesMax, isCombinable, scopes } = coupon;
  return {
    ...{ name, kind, percentPpm, amountMinor, currency, minimumMinor },
    startsOn: startsAt && formatLocalDay(startsAt, timezone),
    endsOn: endsAt && formatLocalDay(new Date(endsAt.getTime() - 1), timezone),
    ...{ usesMax, usesPerPersonMax, placesMax, isCombinable, scopes },
  };
}

import type { LoadedCoupon } from "./load-coupons.ts";

/** What somebody would like to buy with a coupon. */
export type CouponOrder = {
  cohortId: string;
  courseId: string;
  subject: string;
  currency: string;
  /** What its places cost before anything is taken off. */
  listMinor: number;
};

/** Why a coupon cannot be used, each a message of its own (refuse-coupon.ts). */
export type CouponProblem =
  | "unknown"
  | "not_yet"
  | "ended"
  | "not_for_this"
  | "other_currency"
  | "minimum"
  | "used_up"
  | "used_by_you"
  | "not_combinable"
  | "not_better";

/**
 * Why a coupon cannot be used for an order; undefined where it can. What is counted (how often it was used) is checked here so that the
 * page can say it, and decided by the conditional update that reserves the use.
 */
export function judgeCoupon(coupon: LoadedCoupon, order: CouponOrder, now: Date): CouponProblem | undefined {
  if (coupon.state === "ended" || (coupon.endsAt && coupon.endsAt <= now)) return "ended";
  if (coupon.startsAt && coupon.startsAt > now) return "not_yet";
  if (!isForOrder(coupon, order)) return "not_for_this";
  if (coupon.currency !== null && coupon.currency !== order.currency) return "other_currency";
  if (coupon.minimumMinor !== null && order.listMinor < coupon.minimumMinor) return "minimum";
  const { usesMax, uses, isSingleUse, codeUses, usesPerPersonMax, usesByBuyer } = coupon;
  // Their own use first: whoever has had theirs is not told that others were quicker.
  if (usesPerPersonMax !== null && usesByBuyer >= usesPerPersonMax) return "used_by_you";
  if (isSingleUse && codeUses > 0) return coupon.isCodeOfBuyer ? "used_by_you" : "used_up";
  return usesMax !== null && uses >= usesMax ? "used_up" : undefined;
}

function isForOrder({ scopes }: LoadedCoupon, { cohortId, courseId, subject }: CouponOrder): boolean {
  if (scopes.length === 0) return true;
  const has = { cohort: cohortId, course: courseId, subject };
  return scopes.some(({ kind, target }) => has[kind] === target);
}

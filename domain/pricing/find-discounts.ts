import { eq } from "drizzle-orm";
import { courses } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import { judgeCoupon } from "../coupons/judge-coupon.ts";
import { type LoadedCoupon, loadCoupons } from "../coupons/load-coupons.ts";
import { ORDER_COUPONS_MAX, readCouponCode, splitCouponCodes } from "../coupons/read-coupon-code.ts";
import { refuseCoupon } from "../coupons/refuse-coupon.ts";
import { loadBuyerFacts } from "../price-rules/load-buyer-facts.ts";
import { loadPriceRules, type PriceRule } from "../price-rules/load-price-rules.ts";
import { pickPriceRules } from "../price-rules/pick-price-rules.ts";
import { computeDiscounts, type CouponDiscount, type Discounts } from "./compute-discounts.ts";
import { toRuleDiscount } from "./to-rule-discount.ts";

/** `codes`: as they were typed, several with commas between. `buyerId`: undefined where nobody knows yet who buys. */
export type DiscountRequest = {
  cohort: { id: string; courseId: string; currency: string };
  priceMinor: number;
  count: number;
  buyerId: string | undefined;
  isForOthers: boolean;
  codes?: string | undefined;
};

/** What is taken off, and the coupons that must be reserved with the order for it to hold (store-discounts.ts). */
export type FoundDiscounts = Discounts & { coupons: LoadedCoupon[]; rules: PriceRule[] };

export const NO_DISCOUNTS: FoundDiscounts = { places: [], couponsMinor: new Map(), coupons: [], rules: [] };

/**
 * What price rules and coupons take off places of a cohort, for a page that shows it and for the write that sells them. Refuses
 * (`coupon_refused`, beside the field `coupon`) a code that is not known or cannot be used for this, saying why.
 */
export async function findDiscounts(
  { read, now }: { read: Reader; now: Date },
  request: DiscountRequest,
): Promise<FoundDiscounts> {
  const { cohort, priceMinor, count, buyerId, isForOthers, codes = "" } = request;
  // What is free anyway costs nobody a coupon.
  if (priceMinor === 0) return NO_DISCOUNTS;
  const at = { cohortId: cohort.id, courseId: cohort.courseId, currency: cohort.currency, now };
  const rules = await loadPriceRules(read, at);
  const own = pickPriceRules(rules, await loadBuyerFacts(read, rules, { buyerId, ...cohort }), { isForOthers, now });
  const coupons = await checkCoupons({ read, now }, request);
  const found = computeDiscounts({ priceMinor, count }, own.map(toRuleDiscount), coupons.map(toCouponDiscount));
  if (!("problem" in found)) return { ...found, coupons, rules: own };
  const coupon = coupons.find(({ id }) => id === found.couponId);
  throw refuseCoupon({ code: coupon?.code ?? codes, problem: found.problem });
}

/** The coupons of the codes that were typed. Refuses (`coupon_refused`) one that is not known or cannot be used for this. */
export async function checkCoupons(
  { read, now }: { read: Reader | Tx; now: Date },
  { cohort, priceMinor, count, buyerId, codes = "" }: DiscountRequest,
): Promise<LoadedCoupon[]> {
  const typed = splitCouponCodes(codes);
  if (typed.length === 0) return [];
  const keys = new Map(typed.slice(0, ORDER_COUPONS_MAX + 1).map((each) => [readCouponCode(each)?.key ?? "", each]));
  if (keys.size > ORDER_COUPONS_MAX) throw refuseCoupon({ code: typed[0] ?? "", problem: "not_combinable" });
  const loaded = await loadCoupons(read, [...keys.keys()], buyerId ?? "");
  const isAskedSubject = loaded.some(({ scopes }) => scopes.some(({ kind }) => kind === "subject"));
  const subject = isAskedSubject ? await findSubject(read, cohort.courseId) : "";
  const order = { ...cohort, cohortId: cohort.id, subject, listMinor: priceMinor * count };
  for (const [key, code] of keys) {
    const coupon = loaded.find(({ codeKey }) => codeKey === key);
    const problem = coupon ? judgeCoupon(coupon, order, now) : "unknown";
    if (problem) throw refuseCoupon({ code, problem, ...(coupon ? { coupon } : {}) });
  }
  // Two codes of one coupon are one coupon.
  const couponIds = new Set(loaded.map(({ id }) => id));
  if (couponIds.size < loaded.length) throw refuseCoupon({ code: typed[0] ?? "", problem: "not_combinable" });
  return loaded;
}

async function findSubject(read: Reader | Tx, courseId: string): Promise<string> {
  const [course] = await read.select({ subject: courses.subject }).from(courses).where(eq(courses.id, courseId));
  return course?.subject ?? "";
}

/** A coupon as discounts are computed from it. */
export const toCouponDiscount = ({ code, ...coupon }: LoadedCoupon): CouponDiscount => ({ ...coupon, label: code });

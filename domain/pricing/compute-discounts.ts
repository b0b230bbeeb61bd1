import type { DiscountSource, PriceRuleEffect } from "#db/enums.ts";
import { allocateMinor } from "../kernel/money.ts";
import { WHOLE_PPM } from "../kernel/read-percent.ts";

/** A rule of the price list, for places from `fromPlace` of the order on (1: for all). `isAdded`: beside the best of the others. */
export type RuleDiscount = {
  id: string;
  label: string;
  effect: PriceRuleEffect;
  percentPpm: number | null;
  amountMinor: number | null;
  fromPlace: number;
  isAdded: boolean;
};

/** A coupon. Its share is of each place, its amount off all of them together; `placesMax`: it counts for so many of them. */
export type CouponDiscount = {
  id: string;
  label: string;
  kind: "percent" | "amount";
  percentPpm: number | null;
  amountMinor: number | null;
  placesMax: number | null;
  isCombinable: boolean;
};

/** One reason why a place costs less. */
export type PlaceDiscount = { source: DiscountSource; sourceId: string; label: string; amountMinor: number };

export type Discounts = {
  /** Of each place in turn: in all they never take more than it costs. */
  places: PlaceDiscount[][];
  /** What each coupon takes off the order, by its id. */
  couponsMinor: ReadonlyMap<string, number>;
};

export type DiscountProblem = { problem: "not_combinable" | "not_better"; couponId: string };

type Order = { priceMinor: number; count: number };

/**
 * What is taken off each of several places of one price, always in this order, whatever was typed first:
 * 1. the best of the price rules, of each place by itself; then those that are added, shares before amounts;
 * 2. coupons that are a share, the larger before the smaller;
 * 3. coupons that are an amount, off what is left of all places together.
 * Each takes its part of what the one before has left, so nothing costs less than nothing. A coupon that is not combinable stands alone and
 * instead of the price rules: refused beside another, and where the price rules make it no dearer.
 */
export function computeDiscounts(
  order: Order,
  rules: readonly RuleDiscount[],
  coupons: readonly CouponDiscount[],
): Discounts | DiscountProblem {
  return addCoupons(order, takeRules(order, rules), coupons);
}

/** The same where it is known what the price rules take off each place: they were asked when it was ordered. */
export function addCoupons(
  order: Order,
  byRules: readonly PlaceDiscount[][],
  coupons: readonly CouponDiscount[],
): Discounts | DiscountProblem {
  const alone = coupons.find(({ isCombinable }) => !isCombinable);
  if (!alone) return takeCoupons(order, byRules, coupons);
  if (coupons.length > 1) return { problem: "not_combinable", couponId: alone.id };
  const withCoupon = takeCoupons(order, [], coupons);
  if (sumOf(withCoupon.places) > sumOf(byRules)) return withCoupon;
  return { problem: "not_better", couponId: alone.id };
}

const sumOf = (places: readonly PlaceDiscount[][]) =>
  places.flat().reduce((sum, { amountMinor }) => sum + amountMinor, 0);

/** What the price rules take off each place. */
function takeRules({ priceMinor, count }: Order, rules: readonly RuleDiscount[]): PlaceDiscount[][] {
  return Array.from({ length: count }, (_, place) => {
    const taken: PlaceDiscount[] = [];
    for (const rule of pickRules(rules, place + 1, priceMinor)) {
      const amountMinor = takenByRule(rule, priceMinor - sumOf([taken]));
      if (amountMinor > 0) taken.push({ ...named("price_rule", rule), amountMinor });
    }
    return taken;
  });
}

function takeCoupons(
  { priceMinor, count }: Order,
  byRules: readonly PlaceDiscount[][],
  coupons: readonly CouponDiscount[],
): Discounts {
  const places = Array.from({ length: count }, (_, place) => [...(byRules[place] ?? [])]);
  const left = places.map((taken) => priceMinor - sumOf([taken]));
  const take = (place: number, discount: PlaceDiscount) => {
    if (discount.amountMinor <= 0) return;
    places[place]?.push(discount);
    left[place] = (left[place] ?? 0) - discount.amountMinor;
  };
  const couponsMinor = new Map<string, number>();
  for (const coupon of sortCoupons(coupons)) {
    const parts = partsOf(coupon, left);
    for (const [place, amountMinor] of parts) take(place, { ...named("coupon", coupon), amountMinor });
    couponsMinor.set(
      coupon.id,
      parts.reduce((sum, [, amountMinor]) => sum + amountMinor, 0),
    );
  }
  return { places, couponsMinor };
}

const named = (source: DiscountSource, { id, label }: { id: string; label: string }) => ({
  source,
  sourceId: id,
  label,
});

/** The best for one place, and those that are added to it; of two alike the one that stands first. */
function pickRules(rules: readonly RuleDiscount[], place: number, priceMinor: number): RuleDiscount[] {
  const own = rules.filter(({ fromPlace }) => place >= fromPlace);
  const taken = (rule: RuleDiscount) => takenByRule(rule, priceMinor);
  const [best] = own.filter(({ isAdded }) => !isAdded).toSorted((a, b) => taken(b) - taken(a));
  const added = own.filter(({ isAdded }) => isAdded).toSorted((a, b) => rankOf(a) - rankOf(b));
  return best ? [best, ...added] : added;
}

const rankOf = ({ effect }: RuleDiscount) => (effect === "percent" ? 0 : 1);

function takenByRule({ effect, percentPpm, amountMinor }: RuleDiscount, leftMinor: number): number {
  if (effect === "percent") return getShare(leftMinor, percentPpm ?? 0);
  if (effect === "amount") return Math.min(amountMinor ?? 0, leftMinor);
  return Math.max(0, leftMinor - (amountMinor ?? 0));
}

/** To the nearest minor unit; half a unit is the buyer's. */
export function getShare(minor: number, ppm: number): number {
  return Number((2n * BigInt(minor) * BigInt(ppm) + BigInt(WHOLE_PPM)) / BigInt(2 * WHOLE_PPM));
}

/** Shares first and the largest of them, then amounts; what is alike by its id, so that the order in which codes were typed says nothing. */
function sortCoupons(coupons: readonly CouponDiscount[]): CouponDiscount[] {
  const rank = ({ kind }: CouponDiscount) => (kind === "percent" ? 0 : 1);
  return coupons.toSorted(
    (a, b) =>
      rank(a) - rank(b) ||
      (b.percentPpm ?? b.amountMinor ?? 0) - (a.percentPpm ?? a.amountMinor ?? 0) ||
      (a.id < b.id ? -1 : 1),
  );
}

/** What a coupon takes off which place: rounded once for all that it counts for, the dearest first, and split by the largest remainder. */
function partsOf(coupon: CouponDiscount, left: readonly number[]): [place: number, amountMinor: number][] {
  const covered = left
    .map((minor, place) => ({ minor, place }))
    .toSorted((a, b) => b.minor - a.minor || a.place - b.place)
    .slice(0, coupon.placesMax ?? left.length)
    .filter(({ minor }) => minor > 0);
  const sum = covered.reduce((total, { minor }) => total + minor, 0);
  if (sum === 0) return [];
  const off =
    coupon.kind === "percent" ? getShare(sum, coupon.percentPpm ?? 0) : Math.min(coupon.amountMinor ?? 0, sum);
  const parts = allocateMinor(
    off,
    covered.map(({ minor }) => minor),
  );
  return covered.map(({ place }, n) => [place, parts[n] ?? 0]);
}

import fc from "fast-check";
import { expect, test } from "vitest";
import { computeDiscounts, type CouponDiscount, type Discounts, type RuleDiscount } from "./compute-discounts.ts";

const rule = (id: string, fields: Partial<RuleDiscount> = {}): RuleDiscount => ({
  ...{ id, label: id, effect: "percent", percentPpm: 100_000, amountMinor: null, fromPlace: 1, isAdded: false },
  ...fields,
});
const coupon = (id: string, fields: Partial<CouponDiscount> = {}): CouponDiscount => ({
  ...{ id, label: id, kind: "percent", percentPpm: 100_000, amountMinor: null, placesMax: null, isCombinable: true },
  ...fields,
});
const amount = (id: string, amountMinor: number, fields: Partial<CouponDiscount> = {}) =>
  coupon(id, { kind: "amount", percentPpm: null, amountMinor, ...fields });
const one = { priceMinor: 48_000, count: 1 };

function taken(result: ReturnType<typeof computeDiscounts>): number[] {
  if ("problem" in result) throw new Error(result.problem);
  return result.places.map((place) => place.reduce((sum, { amountMinor }) => sum + amountMinor, 0));
}

test("of price rules the best counts and not the sum, of each place by itself", () => {
  const rules = [rule("early"), rule("group", { effect: "price", percentPpm: null, amountMinor: 40_000 })];
  expect(taken(computeDiscounts(one, rules, []))).toEqual([8_000]);
  const siblings = rule("siblings", { percentPpm: 500_000, fromPlace: 2 });
  expect(taken(computeDiscounts({ ...one, count: 3 }, [rule("early"), siblings], []))).toEqual([4_800, 24_000, 24_000]);
});

test("a rule that is added counts beside the best, off what it has left", () => {
  const added = rule("member", { isAdded: true, percentPpm: 500_000 });
  expect(taken(computeDiscounts(one, [rule("early"), added], []))).toEqual([4_800 + 21_600]);
});

test("a price above the list price makes nothing dearer", () => {
  const rules = [rule("dear", { effect: "price", percentPpm: null, amountMinor: 90_000 })];
  expect(taken(computeDiscounts(one, rules, []))).toEqual([0]);
});

test("shares are taken before amounts, in whatever order they were typed", () => {
  const coupons = [amount("a", 8_000), coupon("b")];
  expect(taken(computeDiscounts(one, [], coupons))).toEqual([4_800 + 8_000]);
  expect(taken(computeDiscounts(one, [], coupons.toReversed()))).toEqual([4_800 + 8_000]);
});

test("an amount is taken once of an order, and split over its places", () => {
  expect(taken(computeDiscounts({ priceMinor: 10_000, count: 3 }, [], [amount("a", 1_000)]))).toEqual([334, 333, 333]);
});

test("a coupon for one place counts for one place", () => {
  const whole = coupon("a", { percentPpm: 1_000_000, placesMax: 1 });
  expect(taken(computeDiscounts({ ...one, count: 3 }, [], [whole]))).toEqual([48_000, 0, 0]);
});

test("a coupon that is not combinable stands alone, and instead of the price rules where that is cheaper", () => {
  const alone = coupon("a", { isCombinable: false, percentPpm: 200_000 });
  expect(taken(computeDiscounts(one, [rule("early")], [alone]))).toEqual([9_600]);
  expect(computeDiscounts(one, [], [alone, coupon("b")])).toEqual({ problem: "not_combinable", couponId: "a" });
  const weak = coupon("a", { isCombinable: false, percentPpm: 100_000 });
  expect(computeDiscounts(one, [rule("early")], [weak])).toEqual({ problem: "not_better", couponId: "a" });
});

const ppm = fc.integer({ min: 1, max: 1_000_000 });
const minor = fc.integer({ min: 1, max: 1_000_000_000_00 });
const anyRule = fc
  .record({ percentPpm: ppm, amountMinor: minor, fromPlace: fc.integer({ min: 1, max: 4 }), isAdded: fc.boolean() })
  .chain((fields) =>
    fc
      .constantFrom("percent" as const, "amount" as const, "price" as const)
      .map((effect) => ({ ...fields, effect: fields.isAdded && effect === "price" ? ("amount" as const) : effect })),
  );
const anyCoupon = fc.record({
  kind: fc.constantFrom("percent" as const, "amount" as const),
  percentPpm: ppm,
  amountMinor: minor,
  placesMax: fc.option(fc.integer({ min: 1, max: 5 })),
  isCombinable: fc.constant(true),
});
const anything = fc.record({
  order: fc.record({
    priceMinor: fc.integer({ min: 0, max: 1_000_000_000_00 }),
    count: fc.integer({ min: 1, max: 6 }),
  }),
  rules: fc.array(anyRule, { maxLength: 4 }).map((all) => all.map((each, n) => rule(`r${n}`, each))),
  coupons: fc.array(anyCoupon, { maxLength: 5 }).map((all) => all.map((each, n) => coupon(`c${n}`, each))),
});

test("whatever is taken off, no place costs less than nothing, and the parts of a coupon are the coupon", () => {
  fc.assert(
    fc.property(anything, ({ order, rules, coupons }) => {
      const result = computeDiscounts(order, rules, coupons) as Discounts;
      for (const each of taken(result)) {
        expect(each).toBeGreaterThanOrEqual(0);
        expect(each).toBeLessThanOrEqual(order.priceMinor);
      }
      for (const { id } of coupons) {
        const parts = result.places.flat().filter(({ sourceId }) => sourceId === id);
        const sum = parts.reduce((all, { amountMinor }) => all + amountMinor, 0);
        expect(result.couponsMinor.get(id)).toBe(sum);
      }
    }),
  );
});

test("the order in which codes were typed changes nothing, and one coupon more makes nothing dearer", () => {
  fc.assert(
    fc.property(anything, ({ order, rules, coupons }) => {
      const all = computeDiscounts(order, rules, coupons);
      expect(computeDiscounts(order, rules, coupons.toReversed())).toEqual(all);
      const sum = (result: ReturnType<typeof computeDiscounts>) => taken(result).reduce((a, b) => a + b, 0);
      // Rounded once a coupon, so by each at most half a unit.
      expect(sum(all)).toBeGreaterThanOrEqual(sum(computeDiscounts(order, rules, coupons.slice(1))) - coupons.length);
    }),
  );
});

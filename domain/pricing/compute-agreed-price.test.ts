import fc from "fast-check";
import { expect, test } from "vitest";
import { computeDiscounts, type RuleDiscount } from "./compute-discounts.ts";
import { computeAgreedPrice, type AgreedDiscount } from "./compute-agreed-price.ts";

const off = (amountMinor: number, kept: Partial<AgreedDiscount> = {}): AgreedDiscount => ({
  ...{ amountMinor, percentPpm: null, fixedMinor: null, cohortId: null },
  ...kept,
});
const keep = (discounts: AgreedDiscount[], listMinor: number, bought = 24_000) => {
  const totalMinor = discounts.reduce((left, { amountMinor }) => left - amountMinor, bought);
  return computeAgreedPrice(
    { listMinor: bought, discounts, totalMinor, taxedMinor: totalMinor },
    { cohortId: "coh_b", listMinor },
  );
};

test.each([
  ["without a discount", [], 29_000],
  ["a share", [off(4_800, { percentPpm: 200_000 })], 23_200],
  ["a share that the school has edited since: what it took off counts", [off(4_800, { percentPpm: 100_000 })], 23_200],
  ["an amount", [off(4_000)], 25_000],
  ["one price for everything", [off(4_000, { fixedMinor: 20_000 })], 20_000],
  ["one price for another cohort", [off(4_000, { fixedMinor: 20_000, cohortId: "coh_a" })], 25_000],
  ["an amount after a share", [off(4_800, { percentPpm: 200_000 }), off(1_000)], 22_200],
])("%s", (_name, discounts, price) => {
  expect(keep(discounts, 29_000)).toBe(price);
});

test("an amount takes no more than there is", () => expect(keep([off(4_000)], 3_000)).toBe(0));

test("for a company abroad the other place is without its tax, too", () => {
  const bought = { listMinor: 10_810, discounts: [], totalMinor: 10_000, taxedMinor: 10_810 };
  expect(computeAgreedPrice(bought, { cohortId: "coh_b", listMinor: 21_620 })).toBe(20_000);
});

test("the list price of the purchase gives what was paid, whatever the rules", () => {
  const rule = fc.record({
    ...{ id: fc.uuid(), label: fc.constant("r"), effect: fc.constantFrom("percent" as const, "amount" as const) },
    ...{ percentPpm: fc.integer({ min: 1, max: 1_000_000 }), amountMinor: fc.integer({ min: 1, max: 20_000 }) },
    ...{ fromPlace: fc.constant(1), isAdded: fc.boolean() },
  });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100_000 }), fc.array(rule, { maxLength: 3 }), (priceMinor, rules) => {
      const found = computeDiscounts({ priceMinor, count: 1 }, rules as RuleDiscount[], []);
      if ("problem" in found) throw new Error(found.problem);
      const [taken = []] = found.places;
      const discounts = taken.map(({ sourceId, amountMinor }) => {
        const own = rules.find(({ id }) => id === sourceId);
        return off(amountMinor, { percentPpm: own?.effect === "percent" ? own.percentPpm : null });
      });
      const paid = taken.reduce((left, { amountMinor }) => left - amountMinor, priceMinor);
      expect(keep(discounts, priceMinor, priceMinor)).toBe(paid);
    }),
  );
});

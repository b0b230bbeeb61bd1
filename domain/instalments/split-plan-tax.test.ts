import fc from "fast-check";
import { expect, test } from "vitest";
import { splitByPlan } from "../courses/payment-plan.ts";
import { getIncludedTax } from "../tax/split-included-tax.ts";
import { getTaxShare, splitPlanTax } from "./split-plan-tax.ts";

const Plan = fc.record({
  totalMinor: fc.integer({ min: 40, max: 9_000_000_000 }),
  taxRatePpm: fc.constantFrom(0, 26_000, 77_000, 81_000, 190_000, 250_000),
  percent: fc.integer({ min: 1, max: 99 }),
  furtherParts: fc.integer({ min: 1, max: 36 }),
});

test("whatever the plan, the tax of its parts is the tax of the price to the minor unit, and none has more than its share by a unit", () => {
  fc.assert(
    fc.property(Plan, ({ totalMinor, taxRatePpm, percent, furtherParts }) => {
      const parts = splitByPlan(totalMinor, { deposit: { percent }, furtherParts, monthsBetween: 1 });
      if (!parts) return;
      const taxMinor = getIncludedTax(totalMinor, taxRatePpm);
      const taxes = splitPlanTax(parts, { totalMinor, taxMinor });
      expect(taxes.reduce((sum, tax) => sum + tax, 0)).toBe(taxMinor);
      for (const [at, tax] of taxes.entries()) {
        const part = parts[at] as number;
        expect(Math.abs(tax - (part / totalMinor) * taxMinor)).toBeLessThan(1);
        expect(tax).toBeLessThanOrEqual(part);
      }
    }),
  );
});

test("parts of which some were never asked for have their own share of tax each", () => {
  expect(splitPlanTax([10_000, 5_000], { totalMinor: 48_000, taxMinor: 3_597 })).toEqual([749, 375]);
  expect(getTaxShare(1_000, { totalMinor: 0, taxMinor: 0 })).toBe(0);
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { computePrices } from "./compute-prices.ts";
import { allocateDiscounts } from "../kernel/allocate-discounts.ts";
import { removeTax } from "./remove-tax.ts";

const amount = fc.integer({ min: 1, max: 1_000_000_00 });

test("reasons add up to the discount of their line with and without its tax, and none is more than it was", () => {
  const facts = fc.record({
    priceMinor: amount,
    reasons: fc.array(amount, { minLength: 1, maxLength: 5 }),
    taxRatePpm: fc.integer({ min: 1, max: 1_000_000 }),
  });
  fc.assert(
    fc.property(facts, ({ priceMinor, reasons, taxRatePpm }) => {
      let left = priceMinor;
      const taken = reasons.flatMap((each) => {
        const amountMinor = Math.min(each, left);
        left -= amountMinor;
        return amountMinor > 0 ? [{ amountMinor }] : [];
      });
      const sum = (all: readonly { amountMinor: number }[]) => all.reduce((total, each) => total + each.amountMinor, 0);
      const tax = { taxRatePpm, taxCategory: "standard", taxNote: "" } as const;
      const [price] = computePrices({ priceMinor, count: 1, tax, discountsMinor: [sum(taken)] });
      if (!price) throw new Error("one place has one price");
      const net = removeTax(price, "why");
      const shown = allocateDiscounts(taken, net.discountMinor);
      expect(sum(shown)).toBe(net.discountMinor);
      expect(net.unitMinor - sum(shown)).toBe(net.totalMinor);
      expect(sum(allocateDiscounts(taken, price.discountMinor))).toBe(price.discountMinor);
      for (const { amountMinor } of shown) expect(amountMinor).toBeGreaterThan(0);
    }),
  );
});

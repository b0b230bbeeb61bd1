import fc from "fast-check";
import { expect, test } from "vitest";
import { computePrices } from "./compute-prices.ts";
import { removeTax } from "./remove-tax.ts";

test("without its tax a price adds up, takes off exactly the tax, and is never dearer, whatever the rate and the discount", () => {
  const amount = fc.integer({ min: 0, max: 1_000_000_00 });
  fc.assert(
    fc.property(amount, amount, fc.integer({ min: 1, max: 1_000_000 }), (priceMinor, discount, taxRatePpm) => {
      const tax = { taxRatePpm, taxCategory: "standard", taxNote: "" } as const;
      const [price] = computePrices({ priceMinor, count: 1, tax, discountsMinor: [discount] });
      if (!price) throw new Error("one place has one price");
      const net = removeTax(price, "why");
      expect(net.totalMinor).toBe(price.totalMinor - price.taxMinor);
      expect(net.totalMinor).toBe(net.unitMinor - net.discountMinor);
      expect(net.discountMinor).toBeGreaterThanOrEqual(0);
      expect(net.unitMinor).toBeLessThanOrEqual(price.unitMinor);
      expect([net.taxedUnitMinor, net.taxedDiscountMinor]).toEqual([price.unitMinor, price.discountMinor]);
    }),
  );
});

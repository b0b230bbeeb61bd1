import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NO_TAX } from "../tax/pick-tax-rate.ts";
import { computePrices } from "./compute-prices.ts";

describe("prices of places", () => {
  it("are the price, with nothing off and no tax, where there is neither", () => {
    expect(computePrices({ priceMinor: 480, count: 2, tax: NO_TAX })).toEqual(
      [1, 2].map(() => ({ ...NO_TAX, unitMinor: 480, discountMinor: 0, taxMinor: 0, totalMinor: 480 })),
    );
  });

  it("are never below nothing, and each line adds up, whatever is taken off", () => {
    const amount = fc.integer({ min: 0, max: 1_000_000_00 });
    const tax = fc.record({ taxRatePpm: fc.integer({ min: 0, max: 1_000_000 }) });
    fc.assert(
      fc.property(
        amount,
        fc.array(amount, { minLength: 1, maxLength: 30 }),
        tax,
        (priceMinor, discountsMinor, rate) => {
          const parts = { priceMinor, count: discountsMinor.length, discountsMinor, tax: { ...NO_TAX, ...rate } };
          for (const line of computePrices(parts)) {
            expect(line.totalMinor).toBe(line.unitMinor - line.discountMinor);
            expect(line.totalMinor).toBeGreaterThanOrEqual(0);
            expect(line.taxMinor).toBeLessThanOrEqual(line.totalMinor);
            expect(line.taxMinor).toBeGreaterThanOrEqual(0);
          }
        },
      ),
    );
  });
});

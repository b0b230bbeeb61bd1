import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { getAddedTax, getIncludedTax, splitIncludedTax } from "./split-included-tax.ts";

const amount = fc.integer({ min: 0, max: 1_000_000_000_00 });
const rate = fc.integer({ min: 0, max: 1_000_000 });

describe("tax in an amount", () => {
  it.each([
    [108_10, 81_000, 8_10],
    [48000, 81_000, 3597],
    [119, 190_000, 19],
    [1, 190_000, 0],
    [1000, 0, 0],
    [100, 1_000_000, 50],
  ])("finds in %i at %i ppm the tax %i", (total, ratePpm, tax) => {
    expect(getIncludedTax(total, ratePpm)).toBe(tax);
  });

  it("is what was added to the amount without it", () => {
    fc.assert(
      fc.property(amount, rate, (net, ratePpm) => {
        const tax = getAddedTax(net, ratePpm);
        expect(getIncludedTax(net + tax, ratePpm)).toBe(tax);
      }),
    );
  });

  it("adds up over lines to that of their sum, and is off by no more than one unit a line", () => {
    fc.assert(
      fc.property(fc.array(amount, { minLength: 1, maxLength: 30 }), rate, (totals, ratePpm) => {
        const taxes = splitIncludedTax(totals, ratePpm);
        const sum = (all: number[]) => all.reduce((so, each) => so + each, 0);
        expect(sum(taxes)).toBe(getIncludedTax(sum(totals), ratePpm));
        for (const [n, tax] of taxes.entries()) {
          expect(Math.abs(tax - getIncludedTax(totals[n] ?? 0, ratePpm))).toBeLessThanOrEqual(1);
          expect(tax).toBeLessThanOrEqual(totals[n] ?? 0);
        }
      }),
    );
  });
});

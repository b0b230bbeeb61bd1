import fc from "fast-check";
import { expect, test } from "vitest";
import { cleanInvoiceSeries, formatInvoiceCode, isInvoiceSeries, isYearly } from "./invoice-series.ts";

test.each(["R-{year}-{number}", "{number}", "INV.{year}.{number}", "{year}_{number}", "R{number}"])(
  "numbers can be written so: %s",
  (series) => expect(isInvoiceSeries(series)).toBe(true),
);

test.each([
  "",
  "R-{year}",
  "{year}{number}",
  "R-2026-{number}",
  "{number}-{year}",
  "R/{number}",
  "R-{number}-A",
  "r-{number}",
])("numbers cannot be written so: %j", (series) => expect(isInvoiceSeries(series)).toBe(false));

test("what was typed in small letters is the same series; a blank in it is refused and not left out", () => {
  expect(isInvoiceSeries(cleanInvoiceSeries("R {number}"))).toBe(false);
  expect(cleanInvoiceSeries(" r-{Year}-{NUMBER} ")).toBe("R-{year}-{number}");
});

test("two series never make the same code", () => {
  const signs = fc.string({ unit: fc.constantFrom("A", "R", "-", ".", "_"), maxLength: 3 });
  const series = fc
    .tuple(signs, fc.boolean(), signs)
    .map(([first, yearly, between]) => `${first}${yearly ? `{year}${between || "-"}` : ""}{number}`);
  const number = fc.record({
    year: fc.integer({ min: 2000, max: 2100 }),
    serial: fc.integer({ min: 1, max: 99_999_999 }),
  });
  const one = fc.tuple(series, number);
  fc.assert(
    fc.property(one, one, ([firstSeries, first], [otherSeries, other]) => {
      const isSame =
        firstSeries === otherSeries &&
        first.serial === other.serial &&
        (!isYearly(firstSeries) || first.year === other.year);
      expect(formatInvoiceCode(firstSeries, first) === formatInvoiceCode(otherSeries, other)).toBe(isSame);
    }),
    { numRuns: 500 },
  );
});

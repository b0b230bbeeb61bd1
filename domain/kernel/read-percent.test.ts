import fc from "fast-check";
import { expect, test } from "vitest";
import { formatPercentDigits, readPercent, WHOLE_PPM } from "./read-percent.ts";

test.each([
  ["10", 100_000],
  ["12,5", 125_000],
  ["12.5 %", 125_000],
  [" 100% ", 1_000_000],
  ["0.0001", 1],
  ["٥", 50_000],
])("%s is read as it is meant", (typed, ppm) => {
  expect(readPercent(typed)).toEqual({ ppm });
});

test.each(["0", "300 %", "100,0001", "0,0"])("%s is no share of a price", (typed) => {
  expect(readPercent(typed)).toMatchObject({ problem: { key: "fields.percent_range" } });
});

test.each(["", "ten", "-5", "1e1", "5,5,5", "1'000", "<b>5</b>", "5".repeat(300), "12.34567"])(
  "%s is refused with an example",
  (typed) => {
    expect(readPercent(typed)).toMatchObject({ problem: { key: "fields.percent_example" } });
  },
);

test("what is written is read again as the same", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: WHOLE_PPM }), (ppm) => {
      expect(readPercent(formatPercentDigits(ppm))).toEqual({ ppm });
    }),
  );
});

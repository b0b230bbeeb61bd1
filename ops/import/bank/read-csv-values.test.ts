import { expect, test } from "vitest";
import { readCsvAmount } from "./read-csv-values.ts";

test.each([
  ["1'234.50", ".", 123_450],
  ["-1.234,50 €", ",", -123_450],
  ["(12.00)", ".", -1_200],
  ["1,234.50", ".", 123_450],
  ["1,00,000.00", ".", 10_000_000],
  ["1,234", ".", 123_400],
  ["70,00", ".", 7_000],
  ["-70.5", ",", -7_050],
] as const)("an amount of a table is what it says, %s with %s before the decimals", (written, mark, minor) => {
  expect(readCsvAmount(written, "CHF", mark)).toEqual({ minor });
});

test.each([
  ["1,2,3", "."],
  ["12,34.56", "."],
  ["1.2.3", ","],
] as const)("an amount with marks where none belong is not guessed: %s", (written, mark) => {
  expect(readCsvAmount(written, "CHF", mark)).toHaveProperty("problem");
});

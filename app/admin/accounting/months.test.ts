import { expect, test } from "vitest";
import { readMonths } from "./months.ts";

const SETTINGS = { timezone: "Europe/Zurich", accountingYearMonth: 4 };
const NOW = new Date("2026-11-30T23:30:00Z");
const read = (asked: Record<string, string>) => readMonths(asked, SETTINGS, NOW);
const faultsOf = (asked: Record<string, string>) =>
  Object.fromEntries(Object.entries(read(asked).faults).map(([field, { key }]) => [field, key]));

test("without a word it is the year of accounts until now, by the school's clock", () => {
  expect(read({})).toMatchObject({ months: { from: "2026-04", to: "2026-12" }, faults: {} });
  expect(read({ to: "2026-03" }).months).toEqual({ from: "2025-04", to: "2026-03" });
});

test.each([
  [{ from: "2026-05", to: "2026-04" }, { from: "accounting.from_after_to" }],
  [{ from: "1970-01", to: "2026-04" }, { from: "accounting.month_out_of_range" }],
  [{ from: "2026-01", to: "9999-12" }, { to: "accounting.month_out_of_range" }],
  [
    { from: "2026-13", to: "May" },
    { from: "accounting.month_out_of_range", to: "accounting.month_out_of_range" },
  ],
  [{ from: "2026-04", to: "2026-04" }, {}],
])("%j is said beside its field", (asked, faults) => {
  expect(faultsOf(asked)).toEqual(faults);
});

test("what was typed stays in its field", () => {
  expect(read({ from: "1970-01", to: "2026-04" }).typed).toEqual({ from: "1970-01", to: "2026-04" });
});

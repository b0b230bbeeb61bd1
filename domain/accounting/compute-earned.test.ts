import { expect, test } from "vitest";
import { computeEarned } from "./compute-earned.ts";

const course = { first: "2026-09-01", last: "2026-12-09" };

test.each([
  ["before it begins", "2026-08-31", 0],
  ["on its first day", "2026-09-01", 100],
  ["at the end of a month", "2026-09-30", 3000],
  ["on the day before the last", "2026-12-08", 9900],
  ["on its last day", "2026-12-09", 10_000],
  ["long after", "2030-01-01", 10_000],
])("of 100 days, %s", (_when, day, earned) => {
  expect(computeEarned(10_000, course, day)).toBe(earned);
});

test("a course of one day is earned on it", () => {
  expect(computeEarned(999, { first: "2026-05-05", last: "2026-05-05" }, "2026-05-05")).toBe(999);
});

test("days with 23 and 25 hours count as one", () => {
  const year = { first: "2026-01-01", last: "2026-12-31" };
  expect(computeEarned(365, year, "2026-03-31")).toBe(90);
  expect(computeEarned(365, year, "2026-10-31")).toBe(304);
});

test("an amount beyond what floats can count is exact", () => {
  expect(computeEarned(9_007_199_254_740_991, { first: "2026-01-01", last: "2026-01-03" }, "2026-01-01")).toBe(
    3_002_399_751_580_330,
  );
});

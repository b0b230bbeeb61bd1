import { describe, expect, test } from "vitest";
import type { PaymentPlan } from "#db/schema/index.ts";
import { CURRENCIES } from "../kernel/currencies.ts";
import { getExponent } from "../kernel/money.ts";
import { getPlanParts, computePlanParts, splitByPlan } from "./payment-plan.ts";

const plan = (deposit: PaymentPlan["deposit"], furtherParts: number, monthsBetween = 1): PaymentPlan => ({
  deposit,
  furtherParts,
  monthsBetween,
});

/** A generator that gives the same numbers at every run. */
function createNumbers(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

test("the parts add up to the total in every currency, and none is nothing or further than one unit from the others", () => {
  const next = createNumbers(12);
  for (const currency of CURRENCIES) {
    const unit = 10 ** getExponent(currency);
    for (let turn = 0; turn < 40; turn++) {
      const total = 1 + next(9_999 * unit);
      const deposit = next(2) === 0 ? { percent: 1 + next(99) } : { minor: 1 + next(total) };
      const parts = splitByPlan(total, plan(deposit, 1 + next(36)));
      if (!parts) continue;
      expect(parts.reduce((sum, part) => sum + part, 0)).toBe(total);
      const further = parts.slice(1);
      expect(Math.min(...parts)).toBeGreaterThan(0);
      expect(Math.max(...further) - Math.min(...further)).toBeLessThanOrEqual(1);
    }
  }
});

test("30 % now and the rest in three parts", () => {
  expect(splitByPlan(48_000, plan({ percent: 30 }, 3))).toEqual([14_400, 11_200, 11_200, 11_200]);
  expect(splitByPlan(10_000, plan({ percent: 33 }, 3))).toEqual([3_300, 2_234, 2_233, 2_233]);
  expect(splitByPlan(48_000, plan({ minor: 10_000 }, 2))).toEqual([10_000, 19_000, 19_000]);
});

describe("a plan that does not add up is none:", () => {
  test.each([
    ["nothing at once", { percent: 0 }, 3],
    ["everything at once", { percent: 100 }, 3],
    ["more than everything", { percent: 101 }, 3],
    ["a deposit of the whole price", { minor: 500 }, 1],
    ["a deposit above the price", { minor: 501 }, 1],
    ["no further part", { percent: 30 }, 0],
    ["more parts than there are units left", { minor: 498 }, 3],
  ])("%s", (_what, deposit, furtherParts) => {
    expect(splitByPlan(500, plan(deposit, furtherParts))).toBeUndefined();
  });
});

test("a short month moves no later part", () => {
  const days = computePlanParts(400, plan({ percent: 25 }, 3), "2027-01-31")?.map(({ dueOn }) => dueOn);
  expect(days).toEqual(["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"]);
  const quarters = computePlanParts(400, plan({ percent: 25 }, 2, 3), "2027-11-30")?.map(({ dueOn }) => dueOn);
  expect(quarters).toEqual(["2027-11-30", "2028-02-29", "2028-05-30"]);
});

test("the first day is that of the cohort's clock", () => {
  const cohort = { paymentPlan: plan({ percent: 50 }, 1), timezone: "Pacific/Auckland", endsAt: null };
  const at = { totalMinor: 200, now: new Date("2027-03-01T12:00:00Z"), endsWithCourse: true };
  expect(getPlanParts(cohort, at)?.[0]?.dueOn).toBe("2027-03-02");
});

test("a plan that ends after its cohort is offered only where the school allows it", () => {
  const ends = (day: string) => ({
    paymentPlan: plan({ percent: 50 }, 1),
    timezone: "Europe/Zurich",
    endsAt: new Date(`${day}T18:00:00Z`),
  });
  const at = { totalMinor: 200, now: new Date("2027-03-05T12:00:00Z"), endsWithCourse: true };
  expect(getPlanParts(ends("2027-04-05"), at)).toHaveLength(2);
  expect(getPlanParts(ends("2027-04-04"), at)).toBeUndefined();
  expect(getPlanParts(ends("2027-04-04"), { ...at, endsWithCourse: false })).toHaveLength(2);
});

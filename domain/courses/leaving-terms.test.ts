import { describe, expect, test } from "vitest";
import { getTermDeadline, isBeforeDeadline, splitPaid } from "./leaving-terms.ts";

describe("what comes back of what was paid", () => {
  test.each([
    [48_000, 100, 0, 48_000],
    [48_000, 100, 5_000, 43_000],
    [48_000, 80, 2_500, 35_900],
    // An even half of a centime is the student's.
    [101, 50, 0, 51],
    [333, 33, 0, 110],
    // The fee takes no more than there is.
    [1_000, 50, 5_000, 0],
    [1_000, 0, 0, 0],
    [0, 80, 500, 0],
  ])("%i at %i %% less %i is %i, and the rest is kept", (paid, cancelPercent, cancelFeeMinor, returned) => {
    expect(splitPaid(paid, { cancelPercent, cancelFeeMinor })).toEqual({
      returnedMinor: returned,
      keptMinor: paid - returned,
    });
  });

  test("is never more than was paid, nor less than nothing, and both parts are all of it", () => {
    for (let paid = 0; paid < 300; paid += 7)
      for (let cancelPercent = 0; cancelPercent <= 100; cancelPercent += 9)
        for (const cancelFeeMinor of [0, 1, 50, 1_000]) {
          const { returnedMinor, keptMinor } = splitPaid(paid, { cancelPercent, cancelFeeMinor });
          expect(returnedMinor + keptMinor).toBe(paid);
          expect(Math.min(returnedMinor, keptMinor)).toBeGreaterThanOrEqual(0);
        }
  });
});

test("a deadline is at the hour at which the cohort begins, also across a change of clocks", () => {
  const startsAt = new Date("2027-03-30T16:30:00Z"); // 18:30 in summer
  const deadline = getTermDeadline({ startsAt, timezone: "Europe/Zurich" }, 7);
  expect(deadline).toEqual(new Date("2027-03-23T17:30:00Z")); // 18:30 in winter
  expect(isBeforeDeadline(deadline, new Date("2027-03-23T17:29:59Z"))).toBe(true);
  expect(isBeforeDeadline(deadline, new Date("2027-03-23T17:30:00Z"))).toBe(false);
  expect(getTermDeadline({ startsAt: null, timezone: "UTC" }, 7)).toBeNull();
});

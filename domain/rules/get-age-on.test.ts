import { expect, test } from "vitest";
import { getAgeOn } from "./get-age-on.ts";

test.each([
  ["2010-03-01", "2026-02-28", 15],
  ["2010-03-01", "2026-03-01", 16],
  ["2010-12-31", "2026-12-30", 15],
  ["2010-12-31", "2026-12-31", 16],
  // Born on a day that most years do not have: a year older on 1 March, and on the day itself where it comes.
  ["2008-02-29", "2026-02-28", 17],
  ["2008-02-29", "2026-03-01", 18],
  ["2008-02-29", "2028-02-28", 19],
  ["2008-02-29", "2028-02-29", 20],
  // Not born yet.
  ["2026-05-01", "2026-04-30", -1],
  ["2026-05-01", "2026-05-01", 0],
  ["1926-05-01", "2026-05-01", 100],
])("somebody born on %s is on %s %i years old", (bornOn, day, age) => {
  expect(getAgeOn(bornOn, day)).toBe(age);
});

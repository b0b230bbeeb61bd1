import { expect, test } from "vitest";
import { readHours } from "./read-hours.ts";

test.each([
  ["8", 480],
  ["7.5", 450],
  ["7,5", 450],
  [" 0,25 ", 15],
  ["7.33", 440],
  ["10000", 600_000],
  ["٧٫٥", 450],
])("%s is read as %d minutes", (typed, minutes) => {
  expect(readHours(typed)).toEqual({ minutes });
});

test.each([
  ["", "fields.hours_example"],
  ["-1", "fields.hours_example"],
  ["0", "fields.hours_example"],
  ["0.001", "fields.hours_example"],
  ["eight", "fields.hours_example"],
  ["1.500", "fields.count_ambiguous"],
  ["10001", "fields.most"],
])("%s is refused with what helps", (typed, key) => {
  expect(readHours(typed)).toMatchObject({ problem: { key } });
});

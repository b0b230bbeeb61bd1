import { expect, test } from "vitest";
import { getPercent, isComplete } from "./is-complete.ts";

const rule = (materials: number | null, attendance: number | null) => ({
  completionMaterialsPercent: materials,
  completionAttendancePercent: attendance,
});
const counts = (done: number, materials: number, attended = 0, meetings = 0) => ({
  done,
  materials,
  hasDoneSince: true,
  attended,
  meetings,
});

test("a cohort that asks nothing completes nobody by itself", () => {
  expect(isComplete(rule(null, null), counts(5, 5, 5, 5))).toBe(false);
});

test("the share is reached exactly, and not by rounding", () => {
  expect(isComplete(rule(80, null), counts(4, 5))).toBe(true);
  expect(isComplete(rule(81, null), counts(4, 5))).toBe(false);
  expect(isComplete(rule(67, null), counts(2, 3))).toBe(false);
  expect(isComplete(rule(66, null), counts(2, 3))).toBe(true);
  expect(isComplete(rule(100, null), counts(499, 500))).toBe(false);
  expect(isComplete(rule(100, null), counts(500, 500))).toBe(true);
});

test("what is asked of no materials or no meetings is not fulfilled", () => {
  expect(isComplete(rule(1, null), counts(0, 0))).toBe(false);
  expect(isComplete(rule(null, 1), counts(3, 3, 0, 0))).toBe(false);
});

test("of two things that are asked both are needed", () => {
  expect(isComplete(rule(100, 75), counts(3, 3, 2, 4))).toBe(false);
  expect(isComplete(rule(100, 75), counts(2, 3, 3, 4))).toBe(false);
  expect(isComplete(rule(100, 75), counts(3, 3, 3, 4))).toBe(true);
});

test("a bar is full only when all is done, and empty of nothing", () => {
  expect([getPercent(0, 0), getPercent(0, 3), getPercent(199, 200), getPercent(3, 3), getPercent(4, 3)]).toEqual([
    0, 0, 99, 100, 100,
  ]);
});

test("what was done in an earlier enrolment completes a new one only with something that is done in it", () => {
  expect(isComplete(rule(100, null), { ...counts(3, 3), hasDoneSince: false })).toBe(false);
  expect(isComplete(rule(100, null), counts(3, 3))).toBe(true);
});

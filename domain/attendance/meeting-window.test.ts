import { expect, test } from "vitest";
import { addMs, MINUTE_MS } from "../kernel/clock.ts";
import { canMark, getArrivalState, getCheckInOpening, getCheckInState } from "./meeting-window.ts";

const startsAt = new Date("2026-01-08T17:00:00Z");
const meeting = { startsAt, endsAt: addMs(startsAt, 90 * MINUTE_MS) };
const at = (minutes: number, ms = 0) => addMs(startsAt, minutes * MINUTE_MS + ms);

test("check-in opens half an hour before a meeting and closes a quarter of an hour after it", () => {
  const states = [at(-30, -1), at(-30), at(0), at(105, -1), at(105)].map((now) => getCheckInState(meeting, now));
  expect(states).toEqual(["early", "open", "open", "open", "over"]);
  expect(getCheckInOpening(meeting)).toEqual(at(-30));
});

test("who comes more than ten minutes after the start is late", () => {
  expect([at(-20), at(10), at(10, 1), at(100)].map((now) => getArrivalState(meeting, now))).toEqual([
    "present",
    "present",
    "late",
    "late",
  ]);
});

test("somebody is excused at any time, and marked otherwise from when check-in opens, also long after", () => {
  expect(canMark("excused", meeting, at(-10_000))).toBe(true);
  for (const state of ["present", "late", "absent"] as const) {
    expect([at(-31), at(-30), at(100_000)].map((now) => canMark(state, meeting, now))).toEqual([false, true, true]);
  }
});

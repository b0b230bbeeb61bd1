import { expect, test } from "vitest";
import { getDueHours } from "./get-due-hours.ts";

const startsAt = new Date("2026-03-29T08:00:00Z");
const hoursBefore = (hours: number) => new Date(startsAt.getTime() - hours * 3_600_000);
const meeting = { startsAt, changedAt: null, remindedHours: null };
const due = (now: Date, about: Partial<typeof meeting | { changedAt: Date; remindedHours: number }> = {}) =>
  getDueHours({ ...meeting, ...about }, [48, 3], now);

test("a meeting is reminded of once its hours have come, and not before", () => {
  expect([due(hoursBefore(48.1)), due(hoursBefore(48)), due(hoursBefore(2.9))]).toEqual([undefined, 48, 3]);
});

test("of what was reminded of, only a nearer hour reminds again", () => {
  expect(due(hoursBefore(40), { remindedHours: 48 })).toBeUndefined();
  expect(due(hoursBefore(3), { remindedHours: 48 })).toBe(3);
  expect(due(hoursBefore(1), { remindedHours: 3 })).toBeUndefined();
});

test("who was told an hour ago that it was moved is not reminded of what had passed by then", () => {
  expect(due(hoursBefore(20), { changedAt: hoursBefore(21) })).toBeUndefined();
  expect(due(hoursBefore(3), { changedAt: hoursBefore(21) })).toBe(3);
});

test("nobody is reminded of what has begun", () => {
  expect(due(startsAt)).toBeUndefined();
});

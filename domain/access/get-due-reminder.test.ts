import { expect, test } from "vitest";
import { parseReminderList } from "../kernel/parse-reminder-list.ts";
import { getDueReminder } from "./get-due-reminder.ts";

const DAYS = [14, 3, 0];
const ending: Parameters<typeof getDueReminder>[0] = {
  endsAt: new Date("2026-03-31T22:00:00Z"),
  createdAt: new Date("2026-01-01T00:00:00Z"),
  remindedDays: null,
  timezone: "Europe/Zurich",
};
const due = (now: string, more: Partial<typeof ending> = {}) =>
  getDueReminder({ ...ending, ...more }, DAYS, new Date(now));

test("a reminder comes in the morning of its day, on the clock of whom it is for, also round a change of the clocks", () => {
  expect(due("2026-03-17T06:59:59Z")).toBeUndefined();
  expect(due("2026-03-17T07:00:00Z")).toBe(14);
  expect(due("2026-03-28T06:59:59Z", { remindedDays: 14 })).toBeUndefined();
  expect(due("2026-03-28T07:00:00Z", { remindedDays: 14 })).toBe(3);
  expect(due("2026-03-31T05:59:59Z", { remindedDays: 3 })).toBeUndefined();
  expect(due("2026-03-31T06:00:00Z", { remindedDays: 3 })).toBe(0);
  const tokyo = { timezone: "Asia/Tokyo", remindedDays: null };
  expect(due("2026-03-17T23:00:00Z", tokyo)).toBe(14);
  expect(due("2026-03-17T22:59:59Z", tokyo)).toBeUndefined();
});

test("days are counted back from the end, never forward", () => {
  expect(due("2026-04-20T08:00:00Z", { endsAt: new Date("2026-05-31T22:00:00Z") })).toBeUndefined();
});

test("of several that have come only the nearest is sent, and each once", () => {
  expect(due("2026-03-30T12:00:00Z")).toBe(3);
  expect(due("2026-03-30T12:00:00Z", { remindedDays: 3 })).toBeUndefined();
  expect(due("2026-03-30T12:00:00Z", { remindedDays: 0 })).toBeUndefined();
});

test("nobody is reminded of what had passed before their access was given", () => {
  const given = { createdAt: new Date("2026-03-30T12:00:00Z") };
  expect(due("2026-03-30T13:00:00Z", given)).toBeUndefined();
  expect(due("2026-03-31T06:00:00Z", given)).toBe(0);
});

test("access that ends before the morning is told of on its last day all the same", () => {
  expect(due("2026-03-31T22:00:00Z", { endsAt: new Date("2026-04-01T02:00:00Z"), remindedDays: 3 })).toBe(0);
});

test("a list of days is read as it is typed, and nothing else is one", () => {
  expect(parseReminderList("3,14 , 0, 3")).toEqual([14, 3, 0]);
  expect(parseReminderList("")).toEqual([]);
  for (const wrong of ["soon", "1.5", "-1", "366", "1;2", ",", "1,"]) expect(parseReminderList(wrong)).toBeUndefined();
});

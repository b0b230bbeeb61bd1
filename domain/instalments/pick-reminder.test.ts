import { expect, test } from "vitest";
import { parseLateReminders } from "../settings/parse-late-reminders.ts";
import { pickReminder } from "./pick-reminder.ts";

const TIMES = { daysBefore: [3, 0], late: parseLateReminders("3, 10: 5.00, 20: 15") ?? [] };
const part = (remindedLevel: number | null) => ({
  dueOn: "2027-03-10",
  createdAt: new Date("2027-01-10T12:00:00Z"),
  remindedLevel,
  timezone: "Europe/Zurich",
});

test.each([
  ["before the first morning", "2027-03-07T06:59:00Z", null, undefined],
  ["three days before", "2027-03-07T07:00:00Z", null, -3],
  ["once", "2027-03-08T07:00:00Z", -3, undefined],
  ["on the day", "2027-03-10T07:00:00Z", -3, 0],
  ["three days after", "2027-03-13T07:00:00Z", 0, 1],
  ["only the last, when the school was off for a month", "2027-04-10T07:00:00Z", null, 3],
  ["after the clocks went forward", "2027-03-30T06:00:00Z", 2, 3],
  ["and no more after the last", "2027-06-10T07:00:00Z", 3, undefined],
] as const)("a payer is reminded %s", (_when, now, remindedLevel, level) => {
  expect(pickReminder(part(remindedLevel), TIMES, new Date(now))).toBe(level);
});

test("the deposit, which is due when it is bought, is not reminded of before", () => {
  const deposit = { ...part(null), dueOn: "2027-01-10" };
  expect(pickReminder(deposit, TIMES, new Date("2027-01-10T12:00:00Z"))).toBeUndefined();
});

test("levels are days and fees that rise", () => {
  expect(parseLateReminders("3, 10: 5.00, 20: 15")).toEqual([
    { afterDays: 3, fee: null },
    { afterDays: 10, fee: "5.00" },
    { afterDays: 20, fee: "15" },
  ]);
  expect(parseLateReminders("")).toEqual([]);
  expect(parseLateReminders("3: 0.00")).toEqual([{ afterDays: 3, fee: null }]);
  for (const wrong of [
    "0",
    "3, 3",
    "10, 3",
    "3: -5",
    "3: 5,00",
    "3 days",
    "1,2,3,4,5,6",
    "3: 5.0000",
    "366",
    "3:",
    "1970-01-01",
  ])
    expect([wrong, parseLateReminders(wrong)]).toEqual([wrong, undefined]);
});

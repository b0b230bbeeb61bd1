import fc from "fast-check";
import { expect, test } from "vitest";
import { formatLocalTime } from "../kernel/local-time.ts";
import { parseHolidays } from "../settings/parse-holidays.ts";
import { countDays, moveMeetings } from "./move-meetings.ts";

const timezone = "Europe/Zurich";
const NONE: ReadonlySet<string> = new Set();
const at = (text: string) => new Date(text);
const clock = (meetings: { startsAt: Date }[] | undefined) =>
  meetings?.map(({ startsAt }) => formatLocalTime(startsAt, timezone));

const weekly = (first: string, count: number) =>
  Array.from({ length: count }, (_, week) => ({
    title: `Lesson ${week + 1}`,
    startsAt: new Date(at(first).getTime() + week * 7 * 86_400_000),
    endsAt: new Date(at(first).getTime() + week * 7 * 86_400_000 + 5_400_000),
  }));

test("an evening stays the same evening by the clock across the change to summer time", () => {
  const meetings = weekly("2026-01-08T17:30:00Z", 2);
  expect(clock(moveMeetings(meetings, { days: 84, timezone, holidays: NONE }))).toEqual([
    "2026-04-02T18:30",
    "2026-04-09T18:30",
  ]);
});

test("a meeting on a holiday goes to the end, and what is taught keeps its order", () => {
  const meetings = weekly("2026-01-08T17:30:00Z", 4);
  const holidays = parseHolidays("2026-04-09 Holiday\n2026-04-30 – 2026-05-03") ?? NONE;
  const moved = moveMeetings(meetings, { days: 84, timezone, holidays });
  expect(clock(moved)).toEqual(["2026-04-02T18:30", "2026-04-16T18:30", "2026-04-23T18:30", "2026-05-07T18:30"]);
  expect(moved?.map(({ title }) => title)).toEqual(["Lesson 1", "Lesson 2", "Lesson 3", "Lesson 4"]);
});

test("an hour that the clock skips begins after the gap and lasts as long", () => {
  const night = [{ startsAt: at("2026-03-22T01:30:00Z"), endsAt: at("2026-03-22T01:45:00Z") }];
  const [moved] = moveMeetings(night, { days: 7, timezone, holidays: NONE }) ?? [];
  expect((moved?.endsAt.getTime() ?? 0) - (moved?.startsAt.getTime() ?? 0)).toBe(900_000);
});

test("a school that never meets is no place to move to", () => {
  const holidays = { has: () => true } as unknown as ReadonlySet<string>;
  expect(moveMeetings(weekly("2026-01-08T17:30:00Z", 2), { days: 7, timezone, holidays })).toBeUndefined();
});

test("whatever the holidays, as many meetings remain, none on a holiday, none twice, in their order", () => {
  const day = fc
    .integer({ min: 0, max: 400 })
    .map((n) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10));
  fc.assert(
    fc.property(
      fc.uniqueArray(day, { maxLength: 40 }),
      fc.integer({ min: 1, max: 12 }),
      fc.nat(300),
      (off, n, days) => {
        const holidays = new Set(off);
        const moved = moveMeetings(weekly("2026-01-08T17:30:00Z", n), { days, timezone, holidays }) ?? [];
        const starts = clock(moved) ?? [];
        expect(starts).toHaveLength(n);
        expect(new Set(starts).size).toBe(n);
        expect(starts).toEqual([...starts].sort());
        for (const start of starts) expect(holidays.has(start.slice(0, 10))).toBe(false);
      },
    ),
  );
});

test.each(["2026-02-30", "tomorrow", "2026-05-03 – 2026-05-01", "1900-01-01 – 2199-01-01"])(
  "%s is no list of holidays",
  (text) => expect(parseHolidays(text)).toBeUndefined(),
);

test("days are counted on the calendar, whatever the clocks do", () => {
  expect(countDays("2026-03-28", "2026-03-30")).toBe(2);
  expect(countDays("2026-03-30", "2026-03-28")).toBe(-2);
});

import { expect, test } from "vitest";
import { sourceText } from "#messages/message.ts";
import { listMeetingWarnings } from "./list-meeting-warnings.ts";

const cohort = {
  startsAt: new Date("2026-02-05T17:30:00Z"),
  endsAt: new Date("2026-03-05T19:30:00Z"),
  timezone: "Europe/Zurich",
};
const at = (written: string) => {
  const startsAt = new Date(written);
  return { startsAt, endsAt: new Date(startsAt.getTime() + 7_200_000) };
};
const said = (written: string, dates: Partial<Record<keyof typeof cohort, null>> = {}) =>
  listMeetingWarnings({ ...cohort, ...dates } as typeof cohort, at(written)).map(sourceText);

test("a meeting on a day before its cohort begins or after it ends is warned of, by days of the cohort's timezone", () => {
  expect(said("2026-02-04T22:59:00Z")).toEqual([
    "The meeting of 4 February 2026 is before the cohort begins (5 February 2026).",
  ]);
  expect(said("2026-03-05T23:00:00Z")).toEqual([
    "The meeting of 6 March 2026 is after the cohort ends (5 March 2026).",
  ]);
  // The first day from midnight on, and the last until midnight.
  for (const fine of ["2026-02-04T23:00:00Z", "2026-02-20T17:30:00Z", "2026-03-05T22:59:00Z"])
    expect(said(fine)).toEqual([]);
});

test("a cohort without a date has nothing to be before or after", () => {
  expect(said("2020-01-01T00:00:00Z", { startsAt: null })).toEqual([]);
  expect(said("2030-01-01T00:00:00Z", { endsAt: null })).toEqual([]);
});

import { expect, test } from "vitest";
import { accessWords, dateRange, durationWords, loadWords, whenWords } from "./when.ts";

const timezone = "Europe/Zurich";
const now = new Date("2026-11-20T10:00:00Z");
const at = (text: string) => new Date(`${text}:00+01:00`);
const meeting = (day: string, from: string, to: string) => ({
  startsAt: at(`${day}T${from}`),
  endsAt: at(`${day}T${to}`),
});
const offering = (
  meetings: ReturnType<typeof meeting>[] = [],
  startsAt: Date | null = null,
  endsAt: Date | null = null,
) => ({
  startsAt,
  endsAt,
  timezone,
  alwaysOpen: true,
  meetings,
  meetingsTotal: meetings.length,
});

const thursdays = offering(["2027-01-07", "2027-01-14", "2027-01-21"].map((day) => meeting(day, "18:30", "21:00")));
const weekend = offering(["2027-03-13", "2027-03-14"].map((day) => meeting(day, "09:30", "17:00")));

test("weekly meetings are said by their weekday, others by their dates", () => {
  expect(whenWords(thursdays, now)).toBe("Thursdays from 7 January 2027, 18:30");
  expect(whenWords(weekend, now)).toBe("13–14 March 2027, 09:30–17:00");
  expect(whenWords(offering(), now)).toBe("Start whenever you like");
  expect(whenWords(offering([], at("2027-02-01T09:00")), now)).toBe("From 1 February 2027");
});

test("what waits for its dates says so, also when its only meeting was long ago", () => {
  const exam = { ...offering([meeting("2024-12-12", "19:00", "21:59")]), alwaysOpen: false };
  expect(whenWords(exam, now)).toBe("Dates to be announced");
  expect(whenWords({ ...exam, endsAt: at("2024-12-12T22:00") }, now)).toBe("12 December 2024, 19:00–21:59");
});

test("a date says its year whenever it is not the present one, however near it is", () => {
  expect(whenWords(offering([], at("2026-11-21T09:00")), now)).toBe("From 21 November");
  expect(whenWords(offering([], at("2027-01-01T00:00")), now)).toBe("From 1 January 2027");
  expect(whenWords(offering([], at("2028-02-01T09:00")), now)).toBe("From 1 February 2028");
  expect(dateRange(at("2024-09-26T09:00"), at("2024-12-14T09:00"), timezone, now)).toBe(
    "26 September – 14 December 2024",
  );
  expect(dateRange(at("2025-12-20T09:00"), at("2026-01-10T09:00"), timezone, now)).toBe(
    "20 December 2025 – 10 January",
  );
  expect(dateRange(at("2026-12-20T09:00"), at("2027-01-10T09:00"), timezone, now)).toBe(
    "20 December – 10 January 2027",
  );
  expect(dateRange(at("2027-01-10T09:00"), at("2027-01-10T16:00"), timezone, now)).toBe("10 January 2027");
});

test("what there is of it is counted", () => {
  expect(loadWords(thursdays)).toBe("3 evenings, 2½ hours each");
  expect(loadWords(weekend)).toBe("2 meetings, 7½ hours each");
  expect(loadWords(offering([meeting("2027-01-07", "09:00", "09:50")]))).toBe("One meeting, 50 minutes");
  expect(loadWords(offering())).toBe("");
});

test.each([
  [50, "50 minutes"],
  [60, "1 hour"],
  [75, "1¼ hours"],
  [80, "1 hour 20 minutes"],
  [480, "8 hours"],
])("%i minutes are %s", (minutes, words) => {
  expect(durationWords(minutes)).toBe(words);
});

test("access is said until a day when the start is ahead, and in days when it counts from enrolling", () => {
  const until = at("2027-06-30T09:00");
  const ahead = { accessDays: 180, accessUntil: until, startsAt: at("2027-01-01T09:00"), timezone };
  expect(accessWords(ahead, now)).toBe("Course materials stay open until 30 June 2027");
  expect(accessWords({ ...ahead, startsAt: null }, now)).toBe("Course materials stay open for 180 days");
  expect(accessWords({ ...ahead, accessDays: null, accessUntil: null }, now)).toBe(
    "Course materials stay open for good",
  );
});

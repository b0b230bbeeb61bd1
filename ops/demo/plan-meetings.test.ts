import { expect, test } from "vitest";
import { DAY_MS, HOUR_MS, addMs } from "#domain/kernel/clock.ts";
import { COURSES } from "./courses/all.ts";
import { nameCohort, planMeetings } from "./plan-meetings.ts";

const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
/** What a name says of the hour at which its meetings begin, by the school's own clock. */
const HOURS: Record<string, [from: number, to: number]> = { mornings: [5, 12], evenings: [17, 22], nights: [18, 24] };
const SEASONS = ["Winter", "Spring", "Summer", "Autumn"];

const clocks = new Map<string, Intl.DateTimeFormat>();
function onWall(instant: Date, timezone: string): { weekday: string; hour: number; month: number; day: number } {
  const options = {
    timeZone: timezone,
    hourCycle: "h23",
    weekday: "long",
    hour: "numeric",
    month: "numeric",
    day: "numeric",
  } as const;
  const clock = clocks.get(timezone) ?? new Intl.DateTimeFormat("en", options);
  clocks.set(timezone, clock);
  const parts = Object.fromEntries(clock.formatToParts(instant).map(({ type, value }) => [type, value]));
  return { weekday: parts.weekday ?? "", hour: Number(parts.hour), month: Number(parts.month), day: Number(parts.day) };
}

/** What in a cohort's name and dates does not agree, on a demo school that is created at this moment. */
function listFaults(present: Date): string[] {
  return COURSES.flatMap(({ cohorts }) => cohorts).flatMap((cohort) => {
    const { dates, timezone, key } = cohort;
    if (!dates) return [];
    const planned = planMeetings(present, dates, timezone);
    const times = planned.map(({ startsAt }) => onWall(startsAt, timezone));
    const hours = planned.map(({ startsAt }) => onWall(startsAt, "Europe/Zurich").hour);
    const name = nameCohort(cohort, planned[0]?.startsAt ?? present);
    const found = times.map(({ weekday }) => weekday);
    const meant = times.map((_, each) => WEEKDAYS[(dates.weekday + each * dates.everyDays) % 7] ?? "");
    const named = WEEKDAYS.filter((weekday) => name.includes(weekday));
    const faults = found.join() === meant.join() ? [] : [`is on ${found.join(", ")}`];
    if (named.length > 0 && found.some((each) => !named.includes(each))) faults.push("is on another weekday");
    if (name.includes("weekend") && found.slice(-2).join() !== "Saturday,Sunday") faults.push("is no weekend");
    for (const [word, [from, to]] of Object.entries(HOURS))
      if (name.includes(word) && hours.some((hour) => hour < from || hour >= to)) faults.push(`is not in the ${word}`);
    const season = SEASONS[Math.floor(((times[0]?.month ?? 0) % 12) / 3)] ?? "";
    if (cohort.name.includes("{season}") && !name.includes(season)) faults.push(`begins in ${season}`);
    if (times.some(({ month, day }) => (month === 12 && day >= 24) || (month === 1 && day <= 2)))
      faults.push("is in the holidays");
    return faults.map((fault) => `${present.toISOString()} ${key} (${name}) ${fault}`);
  });
}

test("names and dates of the demo school's cohorts agree, on whatever day of a year and hour of it the school is created", () => {
  const first = Date.parse("2026-06-01T00:10:00Z");
  const moments = Array.from({ length: 366 }, (_, day) => addMs(new Date(first), day * DAY_MS));
  // Before and after midnight in Basel, in summer and in winter, and by day.
  const faults = moments.flatMap((day) => [0, 15, 22, 23].flatMap((hour) => listFaults(addMs(day, hour * HOUR_MS))));
  expect(faults).toEqual([]);
}, 60_000);

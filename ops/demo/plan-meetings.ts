import { addMs, DAY_MS, MINUTE_MS } from "#domain/kernel/clock.ts";
import { formatLocalDay, resolveRoughly } from "#domain/kernel/local-time.ts";
import type { CohortSeed, ScheduleSeed } from "./courses/course-seed.ts";

/** A day of the calendar of a place, as its noon in UTC: days are added to it, and no clock that is changed moves them. */
function localNoon(instant: Date, timezone: string, days = 0): Date {
  return addMs(new Date(`${formatLocalDay(instant, timezone)}T12:00:00Z`), days * DAY_MS);
}

/** So many days from the present (before it when negative), when the clock on the wall of the place says `time`. */
export function resolveDay(present: Date, days: number, time: string, timezone: string): Date {
  const [day] = localNoon(present, timezone, days).toISOString().split("T");
  const instant = resolveRoughly(`${day}T${time}`, timezone);
  if (!instant) throw new RangeError(`not a time of day: ${time}`);
  return instant;
}

/** As many days from the present, or up to six more: to the first such weekday (0 is Sunday). */
function findWeekday(present: Date, days: number, weekday: number, timezone: string): number {
  return days + ((weekday - localNoon(present, timezone, days).getUTCDay() + 7) % 7);
}

/** The meetings at the same hour on the wall of their place, also when its clocks are changed in between. */
export function planMeetings(present: Date, dates: ScheduleSeed, timezone: string) {
  let next = findWeekday(present, dates.inDays, dates.weekday, timezone);
  const isClosed = (days: number) => isHoliday(localNoon(present, timezone, days));
  // Days that follow each other stay together, and on their weekdays.
  const isBlock = dates.everyDays < 7;
  while (isBlock && dates.meetings.some((_, each) => isClosed(next + each * dates.everyDays))) next += 7;
  return dates.meetings.map(({ title, note = "" }) => {
    while (isClosed(next)) next += dates.everyDays;
    const startsAt = resolveDay(present, next, dates.at, timezone);
    next += dates.everyDays;
    return { title, note, startsAt, endsAt: addMs(startsAt, dates.minutes * MINUTE_MS) };
  });
}

/** Nobody binds books on Christmas Eve: the school is closed until after the second of January. */
function isHoliday(noon: Date): boolean {
  const [month, day] = [noon.getUTCMonth(), noon.getUTCDate()];
  return (month === 11 && day >= 24) || (month === 0 && day <= 2);
}

/** A cohort's name, with the season in which it begins. */
export function nameCohort({ name, timezone }: CohortSeed, startsAt: Date): string {
  return name.replace("{season}", seasonOf(startsAt, timezone));
}

export type Season = "Winter" | "Spring" | "Summer" | "Autumn";

/** As it is called in Basel. */
export function seasonOf(startsAt: Date, timezone: string): Season {
  const month = localNoon(startsAt, timezone).getUTCMonth();
  return (["Winter", "Spring", "Summer", "Autumn"] as const)[Math.floor(((month + 1) % 12) / 3)] ?? "Winter";
}

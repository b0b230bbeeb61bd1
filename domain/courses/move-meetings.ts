import { addDays, addLocalDays, formatLocalDay } from "../kernel/local-time.ts";

type Hour = { startsAt: Date; endsAt: Date };

const WEEK_DAYS = 7;
/** Whoever looks further for a free day has a school that never meets. */
const WEEKS_MAX = 104;

/** How many days lie between two days of the calendar. */
export function countDays(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/** The same hours on the clock of a place so many days later. One that the clock skips begins after the gap, as long as it was. */
function moveHour<Each extends Hour>(hour: Each, days: number, timezone: string): Each {
  const startsAt = addLocalDays(hour.startsAt, days, timezone);
  const endsAt = addLocalDays(hour.endsAt, days, timezone);
  const durationMs = hour.endsAt.getTime() - hour.startsAt.getTime();
  return { ...hour, startsAt, endsAt: endsAt > startsAt ? endsAt : new Date(startsAt.getTime() + durationMs) };
}

/**
 * The meetings of a cohort so many days later, at the same hours on the clock of its place. Where one would fall on a holiday, everything
 * from it on comes one turn later: hours are added at the end in the rhythm of those that fell out, a week after one another, and what
 * is taught keeps its order. Undefined when no day is free for years.
 */
export function moveMeetings<Each extends Hour>(
  meetings: readonly Each[],
  { days, timezone, holidays }: { days: number; timezone: string; holidays: ReadonlySet<string> },
): Each[] | undefined {
  const sorted = [...meetings].sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
  const moved = sorted.map(({ startsAt, endsAt }) => moveHour({ startsAt, endsAt }, days, timezone));
  const dayOf = ({ startsAt }: Hour) => formatLocalDay(startsAt, timezone);
  const isOff = (hour: Hour) => holidays.has(dayOf(hour));
  const kept = moved.filter((hour) => !isOff(hour));
  for (const fallen of moved.filter(isOff)) {
    const added = findNext(fallen, { after: [...moved, ...kept], timezone, isOff });
    if (!added) return undefined;
    kept.push(added);
  }
  kept.sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
  return sorted.map((each, place) => ({ ...each, ...(kept[place] as Hour) }));
}

type Looking = { after: readonly Hour[]; timezone: string; isOff: (hour: Hour) => boolean };

/** The first hour in the weekly rhythm of one that fell out that comes after all others and on no holiday. */
function findNext(fallen: Hour, { after, timezone, isOff }: Looking): Hour | undefined {
  const last = Math.max(...after.map(({ endsAt }) => endsAt.getTime()));
  for (let week = 1; week <= WEEKS_MAX; week++) {
    const hour = moveHour(fallen, week * WEEK_DAYS, timezone);
    if (hour.startsAt.getTime() >= last && !isOff(hour)) return hour;
  }
  return undefined;
}

/** A day of the calendar so many days later; none stays none. */
export const moveDay = (day: string | null, days: number): string | null => (day === null ? null : addDays(day, days));

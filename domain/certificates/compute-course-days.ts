import { formatLocalDay } from "../kernel/local-time.ts";

type Hour = { startsAt: Date; endsAt: Date };
type Offering = { startsAt: Date | null; endsAt: Date | null; timezone: string; meetings: readonly Hour[] };
type Place = { activatedAt: Date | null; createdAt: Date; endedAt: Date | null };

const MINUTE_MS = 60_000;

/**
 * The days between which somebody took a course, `2027-03-03` in its timezone, and how many minutes its meetings lasted, as far as it has
 * gone on the day `now`: what is still to come nobody has attended. Without meetings the cohort's own dates count; a course that is
 * always open was taken from the day of enrolment to that of completion.
 */
export function computeCourseDays(
  { startsAt, endsAt, timezone, meetings: planned }: Offering,
  { activatedAt, createdAt, endedAt }: Place,
  now: Date,
): { startsOn: string; endsOn: string; completedOn: string; minutes: number | null } {
  const day = (instant: Date) => formatLocalDay(instant, timezone);
  const isPast = (instant: Date | null): instant is Date => instant !== null && day(instant) <= day(now);
  const meetings = planned.filter((each) => isPast(each.startsAt));
  const firstOf = meetings.reduce<Date | null>((first, each) => earlier(first, each.startsAt), null);
  const lastOf = meetings.reduce<Date | null>((last, each) => later(last, each.endsAt), null);
  const completed = endedAt ?? activatedAt ?? createdAt;
  const began = firstOf ?? (isPast(startsAt) ? startsAt : (activatedAt ?? createdAt));
  const ended = lastOf ?? (isPast(endsAt) ? endsAt : completed);
  const ms = meetings.reduce((sum, each) => sum + each.endsAt.getTime() - each.startsAt.getTime(), 0);
  return {
    startsOn: day(began),
    endsOn: day(later(began, ended)),
    completedOn: day(completed),
    minutes: ms > 0 ? Math.round(ms / MINUTE_MS) : null,
  };
}

const earlier = (a: Date | null, b: Date): Date => (a !== null && a < b ? a : b);
const later = (a: Date | null, b: Date): Date => (a !== null && a > b ? a : b);

import { DAY_MS, later } from "../kernel/clock.ts";
import { instantOf, localOf } from "./local-time.ts";
import type { MeetingFields } from "./schemas.ts";

/**
 * The same hour on the wall clock in each of so many weeks, the first one included. A change of clocks in between moves the
 * instant and not the hour.
 */
export function repeatWeekly(first: MeetingFields, timezone: string, weeks: number): MeetingFields[] {
  return Array.from({ length: weeks }, (_, week) => ({
    ...first,
    startsAt: weeksAfter(first.startsAt, week, timezone),
    endsAt: weeksAfter(first.endsAt, week, timezone),
  }));
}

function weeksAfter(instant: Date, weeks: number, timezone: string): Date {
  const wall = new Date(`${localOf(instant, timezone)}Z`);
  const moved = later(wall, weeks * 7 * DAY_MS)
    .toISOString()
    .slice(0, 16);
  return instantOf(moved, timezone) ?? later(instant, weeks * 7 * DAY_MS);
}

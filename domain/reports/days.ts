import { type SQL, sql } from "drizzle-orm";
import type { AnySQLiteColumn } from "drizzle-orm/sqlite-core";
import { instantOf, localOf } from "../courses/local-time.ts";
import { DAY_MS, later } from "../kernel/clock.ts";

/** A stretch of whole days of the school's calendar. `until` is not included. */
export type Stretch = { from: Date; until: Date };

/**
 * The last `count` stretches of `daysEach` days, oldest first; the last one ends with today. Days begin at midnight in the
 * school's timezone, so the two days a year on which clocks change are an hour longer or shorter.
 */
export function lastStretches(now: Date, timezone: string, count: number, daysEach: number): Stretch[] {
  const today = localOf(now, timezone).slice(0, 10);
  const midnight = (daysFromToday: number): Date => {
    const noon = later(new Date(`${today}T12:00:00Z`), daysFromToday * DAY_MS);
    return instantOf(noon.toISOString().slice(0, 10), timezone) ?? noon;
  };
  return Array.from({ length: count }, (_, place) => {
    const first = 1 - (count - place) * daysEach;
    return { from: midnight(first), until: midnight(first + daysEach) };
  });
}

/** SQL: the place of the stretch in which a moment lies. The query asks for none before the first and after the last. */
export function placeOf(column: AnySQLiteColumn, stretches: readonly Stretch[]): SQL<number> {
  const cases = stretches.map(
    ({ until }, place) => sql`when ${column} < ${sql.param(until, column)} then ${sql.raw(String(place))}`,
  );
  return sql<number>`case ${sql.join(cases, sql` `)} end`.mapWith(Number);
}

import { type SQL, sql } from "drizzle-orm";
import type { AnySQLiteColumn } from "drizzle-orm/sqlite-core";
import { addDays, formatLocalDay, getStartOfDay } from "../kernel/local-time.ts";

/** A stretch of whole days of the school's calendar. `until` is not included. */
export type Period = { from: Date; until: Date };

/**
 * The last `count` stretches of `daysEach` days, oldest first; the last one ends with today. Days begin at midnight in the
 * school's timezone (or when its clocks have skipped it), so the days on which clocks change are longer or shorter.
 */
export function listLastPeriods(now: Date, timezone: string, count: number, daysEach: number): Period[] {
  const today = formatLocalDay(now, timezone);
  const midnight = (daysFromToday: number) => getStartOfDay(addDays(today, daysFromToday), timezone) ?? now;
  return Array.from({ length: count }, (_, place) => {
    const first = 1 - (count - place) * daysEach;
    return { from: midnight(first), until: midnight(first + daysEach) };
  });
}

/** SQL: the place of the stretch in which a moment lies. The query asks for none before the first and after the last. */
export function selectPeriodIndex(column: AnySQLiteColumn, stretches: readonly Period[]): SQL<number> {
  const cases = stretches.map(
    ({ until }, place) => sql`when ${column} < ${sql.param(until, column)} then ${sql.raw(String(place))}`,
  );
  return sql<number>`case ${sql.join(cases, sql` `)} end`.mapWith(Number);
}

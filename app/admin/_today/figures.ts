import type { ReadCtx } from "#domain/kernel/command.ts";
import {
  type Figure,
  countEnrolmentsByDay,
  type Revenue,
  getRevenueByWeek,
  countTicketsByDay,
} from "#domain/reports/figures.ts";
import { runtime } from "#runtime";

const DAYS = 28;
const WEEKS = 12;

/**
 * Adding up weeks of a large school takes a while, and blocks this process meanwhile. A result is cached for a hundred times as
 * long as it took, so that this never takes more than a hundredth of the time; in a small school it is as good as fresh.
 */
const CACHE_FACTOR = 100;

type CachedFigures<Value> = { until: number; timezone: string; value: Value };

/** Caches what a query gave, whoever asked: the page has asked the policy before. */
function cacheFigures<Value>(query: (ctx: ReadCtx, timezone: string) => Promise<Value>) {
  let cached: CachedFigures<Value> | undefined;
  return async (ctx: ReadCtx, timezone: string): Promise<Value> => {
    const { clock } = runtime();
    const begun = clock().getTime();
    if (cached && cached.timezone === timezone && begun < cached.until) return cached.value;
    const value = await query(ctx, timezone);
    const done = clock().getTime();
    cached = { until: done + (done - begun) * CACHE_FACTOR, timezone, value };
    return value;
  };
}

/** Enrolments of each of the last four weeks' days. */
export const getRecentEnrolments: (ctx: ReadCtx, timezone: string) => Promise<Figure[]> = cacheFigures(
  (ctx, timezone) => countEnrolmentsByDay(ctx, timezone, DAYS),
);

/** Questions that came in on each of the last four weeks' days. */
export const getRecentTickets: (ctx: ReadCtx, timezone: string) => Promise<Figure[]> = cacheFigures((ctx, timezone) =>
  countTicketsByDay(ctx, timezone, DAYS),
);

/** What was earned in each of the last twelve weeks. */
export const getRecentRevenue: (ctx: ReadCtx, timezone: string) => Promise<Revenue[]> = cacheFigures((ctx, timezone) =>
  getRevenueByWeek(ctx, timezone, WEEKS),
);

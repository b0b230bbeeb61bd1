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
 * Adding up weeks of a large school takes a while, and nobody else is served by this process meanwhile. What was added up
 * stands for a hundred times as long as that took, so it never takes more than a hundredth of the time; in a small school it
 * is as good as fresh.
 */
const KEPT_TIMES = 100;

type Kept<Value> = { until: number; timezone: string; value: Value };

/** Keeps what a query gave for a while, whoever asked: the page has asked the policy before. */
function keptAWhile<Value>(query: (ctx: ReadCtx, timezone: string) => Promise<Value>) {
  let kept: Kept<Value> | undefined;
  return async (ctx: ReadCtx, timezone: string): Promise<Value> => {
    const { clock } = runtime();
    const begun = clock().getTime();
    if (kept && kept.timezone === timezone && begun < kept.until) return kept.value;
    const value = await query(ctx, timezone);
    const done = clock().getTime();
    kept = { until: done + (done - begun) * KEPT_TIMES, timezone, value };
    return value;
  };
}

/** Places taken on each of the last four weeks' days. */
export const recentPlaces: (ctx: ReadCtx, timezone: string) => Promise<Figure[]> = keptAWhile((ctx, timezone) =>
  countEnrolmentsByDay(ctx, timezone, DAYS),
);

/** Questions that came in on each of the last four weeks' days. */
export const recentTickets: (ctx: ReadCtx, timezone: string) => Promise<Figure[]> = keptAWhile((ctx, timezone) =>
  countTicketsByDay(ctx, timezone, DAYS),
);

/** What was earned in each of the last twelve weeks. */
export const recentRevenue: (ctx: ReadCtx, timezone: string) => Promise<Revenue[]> = keptAWhile((ctx, timezone) =>
  getRevenueByWeek(ctx, timezone, WEEKS),
);

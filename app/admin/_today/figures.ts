import { MINUTE_MS } from "#domain/kernel/clock.ts";
import type { ReadCtx } from "#domain/kernel/command.ts";
import { type Figure, placesByDay, type Revenue, revenueByWeek } from "#domain/reports/figures.ts";

const DAYS = 28;
const WEEKS = 12;

/** For how long what was added up stands: adding up weeks of a large school on every visit would slow everybody down. */
const KEPT_MS = MINUTE_MS;

type Kept<Value> = { at: number; timezone: string; value: Promise<Value> };

/** Keeps what a query gave for a minute, whoever asked: the caller has asked the policy before. */
function keptAMinute<Value>(query: (ctx: ReadCtx, timezone: string) => Promise<Value>) {
  let kept: Kept<Value> | undefined;
  return (ctx: ReadCtx, timezone: string): Promise<Value> => {
    const at = ctx.now.getTime();
    if (kept && kept.timezone === timezone && at - kept.at < KEPT_MS) return kept.value;
    const fresh: Kept<Value> = { at, timezone, value: query(ctx, timezone) };
    kept = fresh;
    fresh.value.catch(() => {
      if (kept === fresh) kept = undefined;
    });
    return fresh.value;
  };
}

/** Places taken on each of the last four weeks' days, at most a minute old. */
export const recentPlaces: (ctx: ReadCtx, timezone: string) => Promise<Figure[]> = keptAMinute((ctx, timezone) =>
  placesByDay(ctx, timezone, DAYS),
);

/** What was earned in each of the last twelve weeks, at most a minute old. */
export const recentRevenue: (ctx: ReadCtx, timezone: string) => Promise<Revenue[]> = keptAMinute((ctx, timezone) =>
  revenueByWeek(ctx, timezone, WEEKS),
);

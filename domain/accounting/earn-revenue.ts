import { and, asc, eq, gt } from "drizzle-orm";
import { accountingPeriods, cohorts, deferredRevenue, orderLines } from "#db/schema/index.ts";
import type { Tx } from "#db/types.ts";
import type { StepCtx, WriteCtx } from "../kernel/command.ts";
import { addDays, addMonths, formatLocalDay } from "../kernel/local-time.ts";
import { authorize } from "../policy.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";
import { computeEarned } from "./compute-earned.ts";
import { findOpenDay, loadLastClosed } from "./find-open-day.ts";
import { type EntryLine, getPeriod, insertEntries } from "./insert-entries.ts";
import { toDetail } from "./to-entry-lines.ts";

/** So many order lines are read in one transaction. */
const LINES_MAX = 300;

/**
 * Books what the courses of the school have earned by the end of a month (`2026-11`), for the order lines after `afterId`: from deferred
 * revenue to revenue, in one entry for all of them. Dates of a course may have changed since: what is earned follows them, and never goes
 * back. Answers the line where the next call goes on; null when the month is done, which is noted.
 */
// eslint-disable-next-line matricula/write-verbs-check -- The entry and the month say it; no person has done it.
export async function earnRevenue(
  ctx: WriteCtx,
  { period, afterId = "" }: { period: string; afterId?: string },
): Promise<string | null> {
  authorize(ctx, "accounting.book", {});
  const lastDay = addDays(addMonths(`${period}-01`, 1), -1);
  const { timezone } = await getSchoolSettings(ctx.tx);
  const due = await listDeferred(ctx.tx, afterId);
  const closed = await loadLastClosed(ctx.tx);
  const lines: EntryLine[] = [];
  for (const { id, startsAt, endsAt, deferredMinor, earnedMinor, courseId, currency, ...sold } of due) {
    const first = startsAt ? formatLocalDay(startsAt, timezone) : lastDay;
    const last = endsAt ? formatLocalDay(endsAt, timezone) : first;
    const more = computeEarned(deferredMinor, { first, last }, lastDay) - earnedMinor;
    if (more <= 0) continue;
    await setEarned(ctx, id, earnedMinor + more);
    const detail = toDetail({ courseId, taxDetail: `${sold.taxCategory}:${sold.taxRatePpm}` });
    lines.push({ account: "deferred_revenue", detail, amountMinor: more, currency });
    lines.push({ account: "revenue", detail, amountMinor: -more, currency });
  }
  if (lines.length > 0) {
    const bookedOn = findOpenDay(lastDay, closed);
    await insertEntries(ctx, [{ kind: "revenue_earned", bookedOn, happenedOn: lastDay, lines }]);
  }
  const end = due.at(-1);
  if (due.length === LINES_MAX && end) return end.id;
  await noteEarned(ctx, period);
  return null;
}

const listDeferred = (read: Tx, afterId: string) =>
  read
    .select({
      id: deferredRevenue.orderLineId,
      courseId: deferredRevenue.courseId,
      currency: deferredRevenue.currency,
      deferredMinor: deferredRevenue.deferredMinor,
      earnedMinor: deferredRevenue.earnedMinor,
      startsAt: cohorts.startsAt,
      endsAt: cohorts.endsAt,
      taxCategory: orderLines.taxCategory,
      taxRatePpm: orderLines.taxRatePpm,
    })
    .from(deferredRevenue)
    .innerJoin(cohorts, eq(cohorts.id, deferredRevenue.cohortId))
    .innerJoin(orderLines, eq(orderLines.id, deferredRevenue.orderLineId))
    .where(
      and(gt(deferredRevenue.orderLineId, afterId), gt(deferredRevenue.deferredMinor, deferredRevenue.earnedMinor)),
    )
    .orderBy(asc(deferredRevenue.orderLineId))
    .limit(LINES_MAX);

const setEarned = (ctx: StepCtx, orderLineId: string, earnedMinor: number) =>
  ctx.tx.update(deferredRevenue).set({ earnedMinor }).where(eq(deferredRevenue.orderLineId, orderLineId));

const noteEarned = (ctx: StepCtx, period: string) =>
  ctx.tx
    .insert(accountingPeriods)
    .values({ period, earnedAt: ctx.now })
    .onConflictDoUpdate({ target: accountingPeriods.period, set: { earnedAt: ctx.now } });

/** The month before the one that goes on, by the school's clock. */
export const getLastPeriod = (now: Date, timezone: string): string =>
  getPeriod(addMonths(`${getPeriod(formatLocalDay(now, timezone))}-01`, -1));

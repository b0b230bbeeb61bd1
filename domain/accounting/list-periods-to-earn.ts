import { and, asc, eq, isNotNull, lte, max } from "drizzle-orm";
import { accountingPeriods, accountingTotals } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import { addMonths } from "../kernel/local-time.ts";
import { hasEarningsToBook } from "./has-earnings-to-book.ts";

/**
 * The months (`2026-11`) up to `last` of which is still to be booked what courses have earned in them, the earliest first: all since the last
 * one that was booked, or since something was deferred first. None where nothing is left to earn. So a job that stood still for months books
 * each of them, and no month has the revenue of another.
 */
export async function listPeriodsToEarn(read: Reader | Tx, last: string): Promise<string[]> {
  if (!(await hasEarningsToBook(read, last))) return [];
  const [booked] = await read
    .select({ period: max(accountingPeriods.period) })
    .from(accountingPeriods)
    .where(isNotNull(accountingPeriods.earnedAt));
  const [deferred] = await read
    .select({ period: accountingTotals.period })
    .from(accountingTotals)
    .where(and(eq(accountingTotals.account, "deferred_revenue"), lte(accountingTotals.period, last)))
    .orderBy(asc(accountingTotals.period))
    .limit(1);
  const periods: string[] = [];
  const first = booked?.period ? nextOf(booked.period) : (deferred?.period ?? last);
  for (let period = first; period <= last; period = nextOf(period)) periods.push(period);
  return periods;
}

const nextOf = (period: string) => addMonths(`${period}-01`, 1).slice(0, 7);

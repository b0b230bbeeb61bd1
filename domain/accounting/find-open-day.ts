import { isNotNull, max } from "drizzle-orm";
import { accountingPeriods } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import { addMonths } from "../kernel/local-time.ts";
import { getPeriod } from "./insert-entries.ts";

/** The last month that is closed; null where none is. All before it are closed with it: what was reported stands on them. */
export async function loadLastClosed(read: Reader | Tx): Promise<string | null> {
  const [last] = await read
    .select({ period: max(accountingPeriods.period) })
    .from(accountingPeriods)
    .where(isNotNull(accountingPeriods.closedAt));
  return last?.period ?? null;
}

/** The day itself, or where its month is closed the first day of the next month that is open. Days are `2026-11-30`. */
export function findOpenDay(day: string, lastClosed: string | null): string {
  return lastClosed !== null && getPeriod(day) <= lastClosed ? addMonths(`${lastClosed}-01`, 1) : day;
}

import { and, eq, gt, isNotNull } from "drizzle-orm";
import { accountingPeriods, deferredRevenue } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";

/** Whether there is something to be earned with time and it was not booked for a month (`2026-11`). */
export async function hasEarningsToBook(read: Reader | Tx, period: string): Promise<boolean> {
  const [left] = await read
    .select({ id: deferredRevenue.orderLineId })
    .from(deferredRevenue)
    .where(gt(deferredRevenue.deferredMinor, deferredRevenue.earnedMinor))
    .limit(1);
  if (!left) return false;
  const [month] = await read
    .select({ period: accountingPeriods.period })
    .from(accountingPeriods)
    .where(and(eq(accountingPeriods.period, period), isNotNull(accountingPeriods.earnedAt)));
  return month === undefined;
}

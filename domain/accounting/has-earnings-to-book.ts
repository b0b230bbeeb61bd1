import { and, gt, gte, isNotNull } from "drizzle-orm";
import { accountingPeriods, deferredRevenue } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";

/**
 * Whether there is something to be earned with time and what was earned by the end of a month (`2026-11`) is not booked. Booking a month books
 * all that was earned by its end, in whichever month before: so a later month that is booked answers for the earlier ones too.
 */
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
    .where(and(gte(accountingPeriods.period, period), isNotNull(accountingPeriods.earnedAt)))
    .limit(1);
  return month === undefined;
}

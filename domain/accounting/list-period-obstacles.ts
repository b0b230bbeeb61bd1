import { and, asc, eq, gt, isNotNull, isNull, lt, sql } from "drizzle-orm";
import { accountingEntries, accountingPeriods, journals } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import { type Message, message } from "#messages/message.ts";
import { addMonths, formatLocalDay, getStartOfDay } from "../kernel/local-time.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";
import { hasUnbookedInvoice } from "./book-invoices.ts";
import { hasEarningsToBook } from "./has-earnings-to-book.ts";

/**
 * Why a month cannot be closed yet, for whoever closes it; none when it can: it goes on, an earlier month is open, something of it waits to
 * be booked, or what its courses have earned is not booked.
 */
export async function listPeriodObstacles(
  { read, now }: { read: Reader | Tx; now: Date },
  period: string,
): Promise<Message[]> {
  const { timezone } = await getSchoolSettings(read);
  const next = `${addMonths(`${period}-01`, 1)}`;
  const end = getStartOfDay(next, timezone);
  if (end === undefined || formatLocalDay(now, timezone) < next) return [message("accounting.obstacle_not_over")];
  const obstacles: Message[] = [];
  const earlier = await findOpenPeriodBefore(read, period);
  if (earlier !== undefined) obstacles.push(message("accounting.obstacle_earlier_open", { period: earlier }));
  const [last] = await read
    .select({ seq: sql<number>`coalesce(max(${accountingEntries.journalSeq}), 0)`.mapWith(Number) })
    .from(accountingEntries);
  const [unbooked] = await read
    .select({ seq: journals.seq })
    .from(journals)
    .where(and(gt(journals.seq, last?.seq ?? 0), lt(journals.at, end)))
    .limit(1);
  if (unbooked || (await hasUnbookedInvoice(read, now))) obstacles.push(message("accounting.obstacle_not_booked"));
  if (await hasEarningsToBook(read, period)) obstacles.push(message("accounting.obstacle_not_earned"));
  return obstacles;
}

/** The first month before this one with entries that is not closed. */
async function findOpenPeriodBefore(read: Reader | Tx, period: string): Promise<string | undefined> {
  const [open] = await read
    .select({ period: accountingEntries.period })
    .from(accountingEntries)
    .leftJoin(
      accountingPeriods,
      and(eq(accountingPeriods.period, accountingEntries.period), isNotNull(accountingPeriods.closedAt)),
    )
    .where(and(lt(accountingEntries.period, period), isNull(accountingPeriods.period)))
    .orderBy(asc(accountingEntries.period))
    .limit(1);
  return open?.period;
}

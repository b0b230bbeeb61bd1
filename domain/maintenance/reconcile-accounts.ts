import { asc, count, eq, gt, min, sql } from "drizzle-orm";
import { accountingEntries, accountingLines, accountingOpenItems, accountingTotals } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import type { Difference } from "./difference.ts";

const minor = (column: Parameters<typeof sql>[1]) => sql<number>`coalesce(sum(${column}), 0)`.mapWith(Number);

/**
 * Adds up the lines of the general ledger again, against what is kept beside them: a month's totals of each account, a month at a time, and
 * what the receivable account has for each order. A difference is one of a total, which every report reads.
 */
export async function* reconcileAccounts(read: Reader): AsyncGenerator<Difference[]> {
  for (let period = await findNextPeriod(read, ""); period !== undefined; ) {
    const month = period;
    yield await findTwice(() => totalsOff(read, month));
    period = await findNextPeriod(read, period);
  }
  yield await findTwice(() => openItemsOff(read));
}

/** The two sides are two statements, and something may be booked between them: what is off is off twice in the same way. */
async function findTwice(look: () => Promise<Difference[]>): Promise<Difference[]> {
  const found = await look();
  if (found.length === 0) return found;
  const again = new Set((await look()).map((each) => JSON.stringify(each)));
  return found.filter((each) => again.has(JSON.stringify(each)));
}

/** Months have lines, totals, or both: a total without a line is wrong too. */
async function findNextPeriod(read: Reader, after: string): Promise<string | undefined> {
  const [ofLines] = await read
    .select({ period: min(accountingLines.period) })
    .from(accountingLines)
    .where(gt(accountingLines.period, after));
  const [ofTotals] = await read
    .select({ period: min(accountingTotals.period) })
    .from(accountingTotals)
    .where(gt(accountingTotals.period, after));
  return [ofLines?.period, ofTotals?.period].filter((period) => typeof period === "string").sort()[0];
}

type Sum = { part: string; debit: number; credit: number; lines: number };

async function totalsOff(read: Reader, period: string): Promise<Difference[]> {
  const l = accountingLines;
  const counted = await read
    .select({
      part: sql<string>`${l.account} || ' ' || ${l.detail} || ' ' || ${l.currency}`,
      debit: minor(sql`case when ${l.amountMinor} > 0 then ${l.amountMinor} else 0 end`),
      credit: minor(sql`case when ${l.amountMinor} < 0 then 0 - ${l.amountMinor} else 0 end`),
      lines: count(),
    })
    .from(l)
    .where(eq(l.period, period))
    .groupBy(l.account, l.detail, l.currency);
  const t = accountingTotals;
  const kept = await read
    .select({
      part: sql<string>`${t.account} || ' ' || ${t.detail} || ' ' || ${t.currency}`,
      ...{ debit: t.debitMinor, credit: t.creditMinor, lines: t.lineCount },
    })
    .from(t)
    .where(eq(t.period, period));
  const words = (sum?: Sum) => `debit ${sum?.debit ?? 0}, credit ${sum?.credit ?? 0}, ${sum?.lines ?? 0} lines`;
  return findDifferent(kept, counted, words).map((each) => ({
    ...each,
    ...{ objectType: "accounting_period", objectId: `${period} ${each.objectId}` },
  }));
}

async function openItemsOff(read: Reader): Promise<Difference[]> {
  const part = (orderId: Parameters<typeof sql>[1], currency: Parameters<typeof sql>[1]) =>
    sql<string>`coalesce(${orderId}, '') || ' ' || ${currency}`;
  const counted = await read
    .select({
      part: part(accountingEntries.orderId, accountingLines.currency),
      owed: minor(accountingLines.amountMinor),
    })
    .from(accountingLines)
    .innerJoin(accountingEntries, eq(accountingEntries.seq, accountingLines.entrySeq))
    .where(eq(accountingLines.account, "receivable"))
    .groupBy(accountingEntries.orderId, accountingLines.currency)
    .orderBy(asc(accountingEntries.orderId));
  const i = accountingOpenItems;
  const kept = await read.select({ part: part(i.orderId, i.currency), owed: i.balanceMinor }).from(i);
  const words = (item?: { owed: number }) => `owes ${item?.owed ?? 0}`;
  return findDifferent(kept, counted, words).map((each) => ({ ...each, objectType: "order" }));
}

/** Where the words for what is kept and for what was counted are not the same. */
function findDifferent<Row extends { part: string }>(
  kept: readonly Row[],
  counted: readonly Row[],
  words: (row?: Row) => string,
): Omit<Difference, "objectType">[] {
  const [keptOf, countedOf] = [kept, counted].map((rows) => new Map(rows.map((row) => [row.part, row])));
  const parts = new Set([...kept, ...counted].map(({ part }) => part));
  return [...parts].flatMap((part) => {
    const [said, again] = [words(keptOf?.get(part)), words(countedOf?.get(part))];
    return said === again ? [] : [{ objectId: part.trim(), said, counted: again }];
  });
}

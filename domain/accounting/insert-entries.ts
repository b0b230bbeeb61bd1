import { desc, sql } from "drizzle-orm";
import type { Account } from "#db/enums.ts";
import { accountingEntries, accountingLines, accountingOpenItems, accountingTotals } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";

/** One side of an entry, in minor units: debits positive. `detail`: which part of the account (the provider, the course, the rate of tax). */
export type EntryLine = { account: Account; detail: string; amountMinor: number; currency: string };

export type NewEntry = {
  kind: string;
  journalSeq?: number;
  source?: string;
  orderId?: string | null;
  /** The day by the school's clock on which it happened, and the one that it is booked on. */
  happenedOn: string;
  bookedOn: string;
  words?: string;
  reversesSeq?: number;
  createdBy?: string | null;
  lines: readonly EntryLine[];
};

/**
 * The step that every entry goes through: gives the numbers, writes the lines and adds them to the month's totals. What comes to nothing on
 * an account is left out. Whoever calls it has chosen a month that is open; the database refuses another one, and what is not in balance.
 */
export async function insertEntries(ctx: StepCtx, entries: readonly NewEntry[]): Promise<number[]> {
  if (entries.length === 0) return [];
  const [last] = await ctx.tx
    .select({ seq: accountingEntries.seq })
    .from(accountingEntries)
    .orderBy(desc(accountingEntries.seq))
    .limit(1);
  const first = (last?.seq ?? 0) + 1;
  const rows = entries.map(({ lines: _lines, ...entry }, n) => ({
    ...entry,
    ...{ seq: first + n, id: createId("accountingEntry"), period: getPeriod(entry.bookedOn), createdAt: ctx.now },
    isLate: getPeriod(entry.bookedOn) !== getPeriod(entry.happenedOn),
  }));
  const lines = entries.flatMap(({ lines: own, bookedOn }, n) =>
    mergeLines(own).map((line) => ({
      ...line,
      ...{ id: createId("accountingLine"), entrySeq: first + n, period: getPeriod(bookedOn) },
    })),
  );
  await ctx.tx.insert(accountingEntries).values(rows);
  if (lines.length > 0) {
    await ctx.tx.insert(accountingLines).values(lines);
    await addToTotals(ctx, lines);
    await addToOpenItems(ctx, lines, new Map(rows.map(({ seq, orderId }) => [seq, orderId ?? ""])));
  }
  return rows.map(({ seq }) => seq);
}

/** `2026-11` of `2026-11-30`. */
export const getPeriod = (day: string): string => day.slice(0, 7);

/** Lines of the same part of an account in one currency become one. */
function mergeLines(lines: readonly EntryLine[]): EntryLine[] {
  const merged = new Map<string, EntryLine>();
  for (const line of lines) {
    const key = JSON.stringify([line.account, line.detail, line.currency]);
    const known = merged.get(key);
    merged.set(key, known ? { ...known, amountMinor: known.amountMinor + line.amountMinor } : line);
  }
  return [...merged.values()].filter(({ amountMinor }) => amountMinor !== 0);
}

async function addToTotals(ctx: StepCtx, lines: readonly (EntryLine & { period: string })[]): Promise<void> {
  const totals = new Map<string, typeof accountingTotals.$inferSelect>();
  for (const { period, account, detail, currency, amountMinor } of lines) {
    const key = JSON.stringify([period, account, detail, currency]);
    const known = totals.get(key) ?? { period, account, detail, currency, debitMinor: 0, creditMinor: 0, lineCount: 0 };
    known.debitMinor += Math.max(0, amountMinor);
    known.creditMinor += Math.max(0, -amountMinor);
    known.lineCount += 1;
    totals.set(key, known);
  }
  await ctx.tx
    .insert(accountingTotals)
    .values([...totals.values()])
    .onConflictDoUpdate({
      target: [accountingTotals.period, accountingTotals.account, accountingTotals.detail, accountingTotals.currency],
      set: {
        debitMinor: sql`${accountingTotals.debitMinor} + excluded.debit_minor`,
        creditMinor: sql`${accountingTotals.creditMinor} + excluded.credit_minor`,
        lineCount: sql`${accountingTotals.lineCount} + excluded.line_count`,
      },
    });
}

/** What each order owes by the receivable account. */
async function addToOpenItems(
  ctx: StepCtx,
  lines: readonly (EntryLine & { entrySeq: number })[],
  orderOf: ReadonlyMap<number, string>,
): Promise<void> {
  const items = new Map<string, typeof accountingOpenItems.$inferInsert>();
  for (const { account, entrySeq, amountMinor, currency } of lines) {
    if (account !== "receivable") continue;
    const orderId = orderOf.get(entrySeq) ?? "";
    const key = JSON.stringify([orderId, currency]);
    const known = items.get(key) ?? { orderId, currency, balanceMinor: 0 };
    items.set(key, { ...known, balanceMinor: known.balanceMinor + amountMinor });
  }
  const changed = [...items.values()].filter(({ balanceMinor }) => balanceMinor !== 0);
  if (changed.length === 0) return;
  await ctx.tx
    .insert(accountingOpenItems)
    .values(changed)
    .onConflictDoUpdate({
      target: [accountingOpenItems.orderId, accountingOpenItems.currency],
      set: { balanceMinor: sql`${accountingOpenItems.balanceMinor} + excluded.balance_minor` },
    });
}

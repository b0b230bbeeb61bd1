import { asc, eq } from "drizzle-orm";
import { accountingEntries, accountingLines, journals, orders, users } from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";

/** An entry of the general ledger with its lines, the journal of the ledger and the order that it books, and what has reversed it; undefined where there is none. */
export async function getEntry(ctx: ReadCtx, { seq }: { seq: number }) {
  authorize(ctx, "accounting.read", {});
  const [found] = await ctx.read
    .select({
      entry: accountingEntries,
      orderCode: orders.code,
      journal: { seq: journals.seq, at: journals.at, kind: journals.kind, hash: journals.hash },
      createdByName: users.name,
    })
    .from(accountingEntries)
    .leftJoin(orders, eq(orders.id, accountingEntries.orderId))
    .leftJoin(journals, eq(journals.seq, accountingEntries.journalSeq))
    .leftJoin(users, eq(users.id, accountingEntries.createdBy))
    .where(eq(accountingEntries.seq, seq));
  if (!found) return undefined;
  const { account, detail, amountMinor, currency } = accountingLines;
  const lines = await ctx.read
    .select({ account, detail, amountMinor, currency })
    .from(accountingLines)
    .where(eq(accountingLines.entrySeq, seq))
    .orderBy(asc(accountingLines.id));
  const [reversal] = await ctx.read
    .select({ seq: accountingEntries.seq })
    .from(accountingEntries)
    .where(eq(accountingEntries.reversesSeq, seq));
  return { ...found, lines, reversedBySeq: reversal?.seq ?? null };
}
export type EntryView = NonNullable<Awaited<ReturnType<typeof getEntry>>>;

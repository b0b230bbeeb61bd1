import { and, asc, eq, isNull } from "drizzle-orm";
import { accountingEntries, accountingLines, bankMatches, journals, orders, users } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";

/** An entry of the general ledger with its lines, the journal of the ledger, the line of a bank statement and the order that it books, and what has reversed it; undefined where there is none. */
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
  return {
    ...found,
    lines,
    reversedBySeq: reversal?.seq ?? null,
    bank: await findBankLine(ctx.read, found.entry.source),
  };
}

/** The line of a bank statement that an entry books, or the match of one, and the orders whose money it was taken for. */
async function findBankLine(read: Reader, source: string | null) {
  const [type, id] = source?.split(":") ?? [];
  if (!id || (type !== "bank_line" && type !== "bank_match")) return null;
  const [match] = type === "bank_line" ? [] : await read.select().from(bankMatches).where(eq(bankMatches.id, id));
  const lineId = match?.lineId ?? id;
  const ofLine = and(eq(bankMatches.lineId, lineId), isNull(bankMatches.undoneAt));
  const orderCodes = await read
    .selectDistinct({ code: orders.code })
    .from(bankMatches)
    .innerJoin(orders, eq(orders.id, bankMatches.orderId))
    .where(match ? eq(bankMatches.id, match.id) : ofLine)
    .orderBy(asc(orders.code));
  return { lineId, orderCodes: orderCodes.map(({ code }) => code) };
}

export type EntryView = NonNullable<Awaited<ReturnType<typeof getEntry>>>;

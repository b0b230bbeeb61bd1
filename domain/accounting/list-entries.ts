import { and, asc, eq, gt, gte, inArray, lte } from "drizzle-orm";
import { accountingEntries, accountingLines, orders } from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import type { Months } from "./report-rows.ts";

export type ListedEntry = {
  seq: number;
  kind: string;
  bookedOn: string;
  happenedOn: string;
  words: string;
  reversesSeq: number | null;
  orderCode: string | null;
  lines: Pick<typeof accountingLines.$inferSelect, "account" | "detail" | "amountMinor" | "currency">[];
};

/** Entries of some months with their lines, in the order of their numbers: up to `limit` of those after a number. */
export async function listEntries(
  ctx: ReadCtx,
  { from, to, afterSeq, limit }: Months & { afterSeq: number; limit: number },
): Promise<ListedEntry[]> {
  authorize(ctx, "accounting.read", {});
  const { seq, kind, bookedOn, happenedOn, words, reversesSeq, period, orderId } = accountingEntries;
  const entries = await ctx.read
    .select({ seq, kind, bookedOn, happenedOn, words, reversesSeq, orderCode: orders.code })
    .from(accountingEntries)
    .leftJoin(orders, eq(orders.id, orderId))
    .where(and(gt(seq, afterSeq), gte(period, from), lte(period, to)))
    .orderBy(asc(seq))
    .limit(limit);
  const { entrySeq, account, detail, amountMinor, currency } = accountingLines;
  const lines = await ctx.read
    .select({ entrySeq, account, detail, amountMinor, currency })
    .from(accountingLines)
    .where(
      inArray(
        entrySeq,
        entries.map((entry) => entry.seq),
      ),
    )
    .orderBy(asc(accountingLines.id));
  const linesOf = Map.groupBy(lines, (line) => line.entrySeq);
  return entries.map((entry) => ({
    ...entry,
    lines: (linesOf.get(entry.seq) ?? []).map(({ entrySeq: _of, ...line }) => line),
  }));
}

import { and, asc, eq, gt, gte, inArray, lte } from "drizzle-orm";
import { accountingEntries, accountingLines, orders } from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import type { Months } from "./report-rows.ts";

const READ_AT_ONCE = 500;

export type StreamedEntry = {
  seq: number;
  kind: string;
  bookedOn: string;
  words: string;
  orderCode: string | null;
  lines: Pick<typeof accountingLines.$inferSelect, "account" | "detail" | "amountMinor" | "currency">[];
};

/** Every entry of some months with its lines, in the order of its number, some at a time. */
export async function* streamEntries(ctx: ReadCtx, { from, to }: Months): AsyncGenerator<StreamedEntry[]> {
  authorize(ctx, "accounting.read", {});
  for (let after = 0; ; ) {
    const entries = await ctx.read
      .select({
        seq: accountingEntries.seq,
        kind: accountingEntries.kind,
        bookedOn: accountingEntries.bookedOn,
        words: accountingEntries.words,
        orderCode: orders.code,
      })
      .from(accountingEntries)
      .leftJoin(orders, eq(orders.id, accountingEntries.orderId))
      .where(
        and(
          gt(accountingEntries.seq, after),
          ...[gte(accountingEntries.period, from), lte(accountingEntries.period, to)],
        ),
      )
      .orderBy(asc(accountingEntries.seq))
      .limit(READ_AT_ONCE);
    if (entries.length === 0) return;
    const { entrySeq, account, detail, amountMinor, currency } = accountingLines;
    const lines = await ctx.read
      .select({ entrySeq, account, detail, amountMinor, currency })
      .from(accountingLines)
      .where(
        inArray(
          entrySeq,
          entries.map(({ seq }) => seq),
        ),
      )
      .orderBy(asc(accountingLines.id));
    const linesOf = Map.groupBy(lines, (line) => line.entrySeq);
    yield entries.map((entry) => ({ ...entry, lines: linesOf.get(entry.seq) ?? [] }));
    after = entries.at(-1)?.seq ?? after;
  }
}

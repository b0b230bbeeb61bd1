import { count, desc, eq, gt, max, min, ne, and } from "drizzle-orm";
import { UNSEALED } from "#db/chains.ts";
import { accountingEntries, accountingPeriods, accountingTotals, journals } from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";

/** How the general ledger stands: how many journals wait to be booked, the months that have entries, and which of them are closed. */
export async function getAccountingDesk(ctx: ReadCtx) {
  authorize(ctx, "accounting.read", {});
  const [last] = await ctx.read.select({ seq: max(accountingEntries.journalSeq) }).from(accountingEntries);
  const [unbooked] = await ctx.read
    .select({ count: count(), since: min(journals.at) })
    .from(journals)
    .where(and(gt(journals.seq, Number(last?.seq ?? 0)), ne(journals.hash, UNSEALED)));
  const months = await ctx.read
    .selectDistinct({ period: accountingTotals.period, closedAt: accountingPeriods.closedAt })
    .from(accountingTotals)
    .leftJoin(accountingPeriods, eq(accountingPeriods.period, accountingTotals.period))
    .orderBy(desc(accountingTotals.period));
  return { unbooked: unbooked?.count ?? 0, months };
}

import { and, asc, eq, gte, lte } from "drizzle-orm";
import { accountingTotals } from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import { NO_DETAIL } from "./chart.ts";
import type { Months, ReportRow } from "./report-rows.ts";

/** What providers of payments and the bank have kept, by month and by who kept it. */
export async function getFeeReport(ctx: ReadCtx, { from, to }: Months): Promise<ReportRow[]> {
  authorize(ctx, "accounting.read", {});
  const { period, account, detail, currency, debitMinor, creditMinor } = accountingTotals;
  const rows = await ctx.read
    .select({ period, detail, currency, debitMinor, creditMinor })
    .from(accountingTotals)
    .where(and(eq(account, "payment_fees"), gte(period, from), lte(period, to)))
    .orderBy(asc(period), asc(detail));
  return rows.map((row) => ({
    key: `${row.period} ${row.detail} ${row.currency}`,
    label: `${row.period} ${row.detail}`.trim(),
    currency: row.currency,
    amounts: [row.debitMinor - row.creditMinor],
    shows: { account: "payment_fees", from: row.period, to: row.period, detail: row.detail || NO_DETAIL },
  }));
}

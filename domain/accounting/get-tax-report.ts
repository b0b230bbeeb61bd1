import { and, asc, gte, inArray, lte, sql } from "drizzle-orm";
import { accountingTotals } from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import { NO_DETAIL, ORDER_ACCOUNTS, readDetail } from "./chart.ts";
import type { Months, ReportRow } from "./report-rows.ts";

/**
 * What a return asks for: by month and rate (`standard:81000`, the category and millionths), what was sold without tax and the tax on it, less what
 * went back. Sold is when it was paid, also where it is earned later. Income is positive.
 */
export async function getTaxReport(ctx: ReadCtx, { from, to }: Months): Promise<ReportRow[]> {
  authorize(ctx, "accounting.read", {});
  const { period, account, detail, currency, debitMinor, creditMinor } = accountingTotals;
  const parts = await ctx.read
    .select({ period, account, detail, currency, minor: sql<number>`${creditMinor} - ${debitMinor}`.mapWith(Number) })
    .from(accountingTotals)
    .where(and(inArray(account, [...ORDER_ACCOUNTS]), gte(period, from), lte(period, to)))
    .orderBy(asc(period));
  const rateOf = (part: (typeof parts)[number]) =>
    part.account === "tax" ? part.detail : (readDetail(part.detail)?.taxDetail ?? "");
  const grouped = Map.groupBy(parts, (part) => JSON.stringify([part.period, rateOf(part), part.currency]));
  return [...grouped].map(([key, own]) => {
    const [month, rate, of] = JSON.parse(key) as [string, string, string];
    const sumOf = (isTax: boolean) =>
      own.filter((part) => (part.account === "tax") === isTax).reduce((sum, { minor }) => sum + minor, 0);
    const [net, tax] = [sumOf(false), sumOf(true)];
    return {
      ...{ key, label: `${month} ${rate}`, currency: of, amounts: [net, tax, net + tax] },
      // Where no tax is charged, what was sold is all there is to see.
      shows: { account: tax === 0 ? "sales" : "tax", detail: rate || NO_DETAIL, from: month, to: month },
      columnShows: [
        { account: "sales", detail: rate || NO_DETAIL, from: month, to: month },
        { account: "tax", detail: rate || NO_DETAIL, from: month, to: month },
        undefined,
      ],
    };
  });
}

import { lte, sql } from "drizzle-orm";
import type { Account } from "#db/enums.ts";
import { ACCOUNTS } from "#db/enums.ts";
import { accountingTotals } from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import { getSettingsOnce } from "../settings/get-school-settings.ts";
import { isOfYear } from "./chart.ts";

/** An account over some months, in minor units: debits positive, credits negative but for `creditMinor`, which is the sum of that side. */
export type BalanceRow = {
  account: Account;
  currency: string;
  openingMinor: number;
  debitMinor: number;
  creditMinor: number;
  closingMinor: number;
};
export type TrialBalance = {
  currency: string;
  rows: BalanceRow[];
  /** The result of the years before, which no account of this year has. Below zero is a profit. */
  broughtForwardMinor: number;
};

/** The month in which the year of accounts of a month begins. Months are `2026-11`. */
export function getYearStart(period: string, firstMonth: number): string {
  const [year, month] = period.split("-").map(Number) as [number, number];
  return `${month >= firstMonth ? year : year - 1}-${String(firstMonth).padStart(2, "0")}`;
}

const sumWhere = (where: ReturnType<typeof sql>, value: ReturnType<typeof sql>) =>
  sql<number>`coalesce(sum(case when ${where} then ${value} else 0 end), 0)`.mapWith(Number);

/**
 * Every account from one month to another, both included, by currency: what it had before, what came on each side, what it has. In each
 * currency all that they have, with what earlier years brought, comes to zero. Read from the months' totals: it costs the same for any number of orders.
 */
export async function getTrialBalance(
  ctx: ReadCtx,
  { from, to }: { from: string; to: string },
): Promise<TrialBalance[]> {
  authorize(ctx, "accounting.read", {});
  const { accountingYearMonth } = await getSettingsOnce(ctx);
  const yearStart = getYearStart(from, accountingYearMonth);
  const { period, account, currency, debitMinor, creditMinor } = accountingTotals;
  const net = sql`${debitMinor} - ${creditMinor}`;
  const rows = await ctx.read
    .select({
      account,
      currency,
      earlierMinor: sumWhere(sql`${period} < ${yearStart}`, net),
      beforeMinor: sumWhere(sql`${period} >= ${yearStart} and ${period} < ${from}`, net),
      debitMinor: sumWhere(sql`${period} >= ${from}`, sql`${debitMinor}`),
      creditMinor: sumWhere(sql`${period} >= ${from}`, sql`${creditMinor}`),
    })
    .from(accountingTotals)
    .where(lte(period, to))
    .groupBy(account, currency);
  const currencies = [...new Set(rows.map((row) => row.currency))].sort();
  return currencies.map((each) => {
    const own = rows.filter((row) => row.currency === each);
    const ofEarlier = own.filter((row) => isOfYear(row.account));
    return {
      currency: each,
      broughtForwardMinor: ofEarlier.reduce((sum, { earlierMinor }) => sum + earlierMinor, 0),
      rows: own
        .map((row): BalanceRow => {
          const openingMinor = row.beforeMinor + (isOfYear(row.account) ? 0 : row.earlierMinor);
          const { debitMinor: debit, creditMinor: credit } = row;
          return {
            ...{ account: row.account, currency: each, openingMinor, debitMinor: debit, creditMinor: credit },
            closingMinor: openingMinor + debit - credit,
          };
        })
        .sort((a, b) => ACCOUNTS.indexOf(a.account) - ACCOUNTS.indexOf(b.account)),
    };
  });
}

/** In which other currencies than the school's something was booked in the months of a trial balance. */
export const listForeignCurrencies = (balances: readonly TrialBalance[], own: string): string[] =>
  balances.flatMap(({ currency, rows }) =>
    currency !== own && rows.some(({ debitMinor, creditMinor }) => debitMinor > 0 || creditMinor > 0) ? [currency] : [],
  );

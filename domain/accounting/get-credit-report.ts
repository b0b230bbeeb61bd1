import { and, asc, eq, gt, isNull, sql } from "drizzle-orm";
import { accountingEntries, accountingLines, creditBalances, users } from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import { NO_DETAIL } from "./chart.ts";
import type { ReportRow } from "./report-rows.ts";

/**
 * Who has credit with the school, and how much. What was entered by hand into its account is nobody's, and one row a currency. As of now; the sum is the
 * balance of the account.
 */
export async function getCreditReport(ctx: ReadCtx): Promise<ReportRow[]> {
  authorize(ctx, "accounting.read", {});
  const rows = await ctx.read
    .select({
      userId: creditBalances.userId,
      name: users.name,
      currency: creditBalances.currency,
      minor: creditBalances.balanceMinor,
    })
    .from(creditBalances)
    .innerJoin(users, eq(users.id, creditBalances.userId))
    .where(gt(creditBalances.balanceMinor, 0))
    .orderBy(asc(users.name), asc(users.id));
  const ofPeople = rows.map(({ userId, name, currency, minor }) => toRow(userId, name, { currency, minor }));
  return [...ofPeople, ...(await listByHand(ctx)).map((sum) => toRow(NO_DETAIL, "", sum))];
}

const toRow = (person: string, label: string, { currency, minor }: { currency: string; minor: number }): ReportRow => ({
  ...{ key: `${person} ${currency}`, label, currency, amounts: [minor] },
  shows: { account: "credit", person },
  columnShows: [{ account: "credit", person }],
});

/** What no movement of the school's money has brought to the account. */
async function listByHand({ read }: ReadCtx): Promise<{ currency: string; minor: number }[]> {
  const { currency, amountMinor, account, entrySeq } = accountingLines;
  const sums = await read
    .select({ currency, minor: sql<number>`-sum(${amountMinor})`.mapWith(Number) })
    .from(accountingLines)
    .innerJoin(accountingEntries, eq(accountingEntries.seq, entrySeq))
    .where(and(eq(account, "credit"), isNull(accountingEntries.journalSeq)))
    .groupBy(currency)
    .orderBy(asc(currency));
  return sums.filter(({ minor }) => minor !== 0);
}

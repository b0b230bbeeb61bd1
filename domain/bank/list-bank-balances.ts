import { and, asc, desc, eq, isNotNull, isNull, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import {
  accountingEntries,
  accountingLines,
  accountingTotals,
  bankAccounts,
  bankStatements,
} from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";

/**
 * What the last statement of an account says that it holds, and what its ledger account had on that day, in minor units. They differ where a statement
 * is missing, or something is booked on the account that the bank does not know.
 */
export type BankBalance = {
  accountId: string;
  iban: string;
  currency: string;
  closingOn: string;
  bankMinor: number;
  ledgerMinor: number;
};

/** A statement that does not follow on from the one before, of which nobody has said why. */
export type OpenStatement = {
  id: string;
  iban: string;
  currency: string;
  problem: NonNullable<(typeof bankStatements.$inferSelect)["problem"]>;
  openingOn: string;
  openingMinor: number;
  closingOn: string;
  fileId: string;
  previous: { openingOn: string; closingOn: string; closingMinor: number };
};

/** Of each account and currency that statements with balances were loaded of. */
export async function listBankBalances(ctx: ReadCtx): Promise<BankBalance[]> {
  authorize(ctx, "bank.list", {});
  const { accountId, currency, closingOn, closingMinor } = bankStatements;
  const isLast = sql`not exists (select 1 from ${bankStatements} as later where later.account_id = ${accountId} and later.currency = ${currency}
    and (later.closing_on > ${closingOn} or (later.closing_on = ${closingOn} and (later.opening_on > ${bankStatements.openingOn}
      or (later.opening_on = ${bankStatements.openingOn} and later.id > ${bankStatements.id})))))`;
  const of = (table: { account: unknown; detail: unknown; currency: unknown }) =>
    sql`${table.account} = 'bank' and ${table.detail} = ${bankAccounts.iban} and ${table.currency} = ${currency}`;
  // Whole months from their totals, and the days of the last one line by line: the same cost for any number of lines.
  const months = sql`(select coalesce(sum(${accountingTotals.debitMinor} - ${accountingTotals.creditMinor}), 0) from ${accountingTotals}
    where ${of(accountingTotals)} and ${accountingTotals.period} < substr(${closingOn}, 1, 7))`;
  const days = sql`(select coalesce(sum(${accountingLines.amountMinor}), 0) from ${accountingLines}
    join ${accountingEntries} on ${accountingEntries.seq} = ${accountingLines.entrySeq}
    where ${of(accountingLines)} and ${accountingLines.period} = substr(${closingOn}, 1, 7) and ${accountingEntries.bookedOn} <= ${closingOn})`;
  return ctx.read
    .select({
      ...{ accountId, iban: bankAccounts.iban, currency, closingOn, bankMinor: closingMinor },
      ledgerMinor: sql<number>`${months} + ${days}`.mapWith(Number),
    })
    .from(bankStatements)
    .innerJoin(bankAccounts, eq(bankAccounts.id, accountId))
    .where(isLast)
    .orderBy(asc(bankAccounts.createdAt), asc(bankAccounts.id), asc(currency));
}

const OPEN_MAX = 20;

/** The latest first. */
export async function listOpenStatements(ctx: ReadCtx): Promise<OpenStatement[]> {
  authorize(ctx, "bank.list", {});
  const previous = alias(bankStatements, "previous_statements");
  const { id, currency, problem, openingOn, openingMinor, closingOn, fileId } = bankStatements;
  const rows = await ctx.read
    .select({
      ...{ id, iban: bankAccounts.iban, currency, problem, openingOn, openingMinor, closingOn, fileId },
      previousOpeningOn: previous.openingOn,
      previousClosingOn: previous.closingOn,
      previousMinor: previous.closingMinor,
    })
    .from(bankStatements)
    .innerJoin(bankAccounts, eq(bankAccounts.id, bankStatements.accountId))
    .innerJoin(previous, eq(previous.id, bankStatements.previousId))
    .where(and(isNotNull(problem), isNull(bankStatements.explainedAt)))
    .orderBy(desc(bankStatements.createdAt), desc(id))
    .limit(OPEN_MAX);
  return rows.flatMap(({ problem: found, previousOpeningOn, previousClosingOn, previousMinor, ...row }) =>
    found
      ? [
          {
            ...{ ...row, problem: found },
            previous: { openingOn: previousOpeningOn, closingOn: previousClosingOn, closingMinor: previousMinor },
          },
        ]
      : [],
  );
}

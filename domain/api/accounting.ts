import { z } from "zod";
import { ACCOUNTS } from "#db/enums.ts";
import { CHART } from "../accounting/chart.ts";
import type { BalanceRow, TrialBalance } from "../accounting/get-trial-balance.ts";
import { Period } from "../accounting/inputs.ts";
import type { ListedEntry } from "../accounting/list-entries.ts";
import type { ReportRow } from "../accounting/report-rows.ts";
import { Amount } from "./parts.ts";

const Account = z.enum(ACCOUNTS);
const ACCOUNT_TYPES = ["asset", "liability", "equity", "income", "expense"] as const;

/** From which month to which, both included. */
export const MonthsQuery = {
  from: Period.optional().meta({ description: "`2026-01`; without it the first month of the year of accounts." }),
  to: Period.optional().meta({ description: "`2026-11`; without it the month that goes on." }),
};

const AccountBalance = z
  .strictObject({
    account: Account,
    number: z.string().meta({ description: "The bookkeeper's number of it." }),
    type: z.enum(ACCOUNT_TYPES),
    opening: Amount.meta({ description: "Debits are positive, credits negative." }),
    debit: Amount,
    credit: Amount.meta({ description: "The sum of that side: not below zero." }),
    closing: Amount,
  })
  .meta({ id: "AccountBalance" });

export const TrialBalanceShape = z
  .strictObject({
    from: z.string(),
    to: z.string(),
    items: z.array(AccountBalance),
    broughtForward: z
      .array(Amount)
      .meta({ description: "The result of the years before, by currency; with it all accounts come to zero." }),
  })
  .meta({ id: "TrialBalance" });

export function toTrialBalanceView(
  balances: readonly TrialBalance[],
  months: { from: string; to: string },
  numberOf: (account: BalanceRow["account"]) => string,
): z.output<typeof TrialBalanceShape> {
  return {
    ...months,
    items: balances.flatMap(({ rows }) =>
      rows.map(({ account, currency, openingMinor, debitMinor, creditMinor, closingMinor }) => {
        const amount = (minor: number) => ({ minor, currency });
        return {
          ...{ account, number: numberOf(account), type: CHART[account].type, opening: amount(openingMinor) },
          ...{ debit: amount(debitMinor), credit: amount(creditMinor), closing: amount(closingMinor) },
        };
      }),
    ),
    broughtForward: balances.map(({ currency, broughtForwardMinor: minor }) => ({ minor, currency })),
  };
}

export const AccountingEntry = z
  .strictObject({
    number: z.int().meta({ description: "Without gaps, in the order in which they were booked." }),
    kind: z.string().meta({ description: "What it books: `order_paid`, `invoice_issued`, `by_hand`, `reversal`, …" }),
    bookedOn: z.iso.date(),
    happenedOn: z.iso.date().meta({ description: "Another day where the month of that one was closed." }),
    text: z.string(),
    orderCode: z.string().nullable(),
    reverses: z.int().nullable().meta({ description: "The number of the entry that it takes back." }),
    lines: z.array(
      z.strictObject({
        account: Account,
        part: z.string().meta({ description: "Which part of the account: the provider, the course, the rate of tax." }),
        amount: Amount.meta({ description: "Debits are positive, credits negative; together zero in each currency." }),
      }),
    ),
  })
  .meta({ id: "AccountingEntry" });

export const toEntryView = (entry: Omit<ListedEntry, "reversesSeq"> & { reversesSeq: number | null }) => ({
  ...{ number: entry.seq, kind: entry.kind, bookedOn: entry.bookedOn, happenedOn: entry.happenedOn },
  ...{ text: entry.words, orderCode: entry.orderCode, reverses: entry.reversesSeq },
  lines: entry.lines.map(({ account, detail, amountMinor: minor, currency }) => ({
    ...{ account, part: detail, amount: { minor, currency } },
  })),
});

export const AccountingReport = z
  .strictObject({
    report: z.string(),
    from: z.string().nullable().meta({ description: "Null for a report about now." }),
    to: z.string().nullable(),
    columns: z.array(z.string()),
    rows: z.array(
      z.strictObject({
        label: z.string(),
        currency: z.string(),
        minor: z.array(z.int()).meta({ description: "One amount for each column, in minor units." }),
      }),
    ),
  })
  .meta({ id: "AccountingReport" });

export const toReportRow = ({ label, currency, amounts }: ReportRow) => ({ label, currency, minor: amounts });

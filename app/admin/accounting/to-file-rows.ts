import { ACCOUNT_WORDS } from "#components/accounting/account-words.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { getAccountNumber } from "#domain/accounting/get-account-number.ts";
import type { BalanceRow, TrialBalance } from "#domain/accounting/get-trial-balance.ts";
import type { SchoolSettings } from "#domain/settings/inputs.ts";

/** A line of the trial balance as a file: amounts in minor units; what earlier years have brought has no number. */
export type FileRow = Omit<BalanceRow, "account"> & { number: string; words: string };

/** The accounts, and what earlier years have brought, which no account of this year has. */
export function toFileRows({ rows, currency, broughtForwardMinor }: TrialBalance, settings: SchoolSettings): FileRow[] {
  const t = getTranslator();
  const accounts = rows.map(({ account, ...row }) => ({
    ...{ ...row, number: getAccountNumber(settings, account), words: t(ACCOUNT_WORDS[account]) },
  }));
  if (broughtForwardMinor === 0) return accounts;
  const sums = { openingMinor: broughtForwardMinor, debitMinor: 0, creditMinor: 0, closingMinor: broughtForwardMinor };
  return [...accounts, { ...sums, currency, number: "", words: t("accounting.brought_forward_row") }];
}

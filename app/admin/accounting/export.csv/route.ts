import { exportList, searchParamsOf } from "#app/admin/_list/export.ts";
import { ACCOUNT_WORDS } from "#components/accounting/account-words.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { type BalanceRow, getTrialBalance, type TrialBalance } from "#domain/accounting/get-trial-balance.ts";
import { getAccountNumber } from "#domain/accounting/get-account-number.ts";
import { toDecimal } from "#domain/kernel/money.ts";
import { getSettingsOnce } from "#domain/settings/get-school-settings.ts";
import type { SchoolSettings } from "#domain/settings/inputs.ts";
import { isFaulty, readMonths } from "../months.ts";

type Row = Omit<BalanceRow, "account"> & { number: string; words: string };

/** The trial balance as a file, in the words of the page: each currency comes to zero. */
export async function GET(request: Request): Promise<Response> {
  const t = getTranslator();
  const asked = searchParamsOf(request);
  const amount = (name: "openingMinor" | "debitMinor" | "creditMinor" | "closingMinor") => (row: Row) =>
    toDecimal({ minor: row[name], currency: row.currency });
  return exportList<Row>(request, {
    action: "accounting.read",
    of: async (ctx) => (isFaulty(readMonths(asked, await getSettingsOnce(ctx), ctx.now)) ? undefined : {}),
    name: "trial-balance",
    filters: { from: asked.from ?? "", to: asked.to ?? "" },
    rows: async function* (ctx) {
      const settings = await getSettingsOnce(ctx);
      const balances = await getTrialBalance(ctx, readMonths(asked, settings, ctx.now).months);
      for (const balance of balances) yield toRows(balance, settings);
    },
    columns: [
      { header: t("accounting.number_label"), cell: ({ number }) => number },
      { header: t("accounting.account_label"), cell: ({ words }) => words },
      { header: t("accounting.currency_label"), cell: ({ currency }) => currency },
      { header: t("accounting.opening_label"), cell: amount("openingMinor") },
      { header: t("accounting.debit_label"), cell: amount("debitMinor") },
      { header: t("accounting.credit_label"), cell: amount("creditMinor") },
      { header: t("accounting.closing_label"), cell: amount("closingMinor") },
    ],
  });
}

/** The accounts, and what earlier years have brought, which no account of this year has. */
function toRows({ rows, currency, broughtForwardMinor }: TrialBalance, settings: SchoolSettings): Row[] {
  const t = getTranslator();
  const accounts = rows.map(({ account, ...row }) => ({
    ...{ ...row, number: getAccountNumber(settings, account), words: t(ACCOUNT_WORDS[account]) },
  }));
  if (broughtForwardMinor === 0) return accounts;
  const sums = { openingMinor: broughtForwardMinor, debitMinor: 0, creditMinor: 0, closingMinor: broughtForwardMinor };
  return [...accounts, { ...sums, currency, number: "", words: t("accounting.brought_forward_row") }];
}

import { exportList, searchParamsOf } from "#app/admin/_list/export.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { getTrialBalance } from "#domain/accounting/get-trial-balance.ts";
import { toDecimal } from "#domain/kernel/money.ts";
import { getSettingsOnce } from "#domain/settings/get-school-settings.ts";
import { isFaulty, readMonths } from "../months.ts";
import { type FileRow, toFileRows } from "../to-file-rows.ts";

/** The trial balance as a file, in the words of the page: each currency comes to zero. */
export async function GET(request: Request): Promise<Response> {
  const t = getTranslator();
  const asked = searchParamsOf(request);
  const amount = (name: "openingMinor" | "debitMinor" | "creditMinor" | "closingMinor") => (row: FileRow) =>
    toDecimal({ minor: row[name], currency: row.currency });
  return exportList<FileRow>(request, {
    action: "accounting.read",
    of: async (ctx) => (isFaulty(readMonths(asked, await getSettingsOnce(ctx), ctx.now)) ? undefined : {}),
    name: "trial-balance",
    filters: { from: asked.from ?? "", to: asked.to ?? "" },
    rows: async function* (ctx) {
      const settings = await getSettingsOnce(ctx);
      const balances = await getTrialBalance(ctx, readMonths(asked, settings, ctx.now).months);
      for (const balance of balances) yield toFileRows(balance, settings);
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

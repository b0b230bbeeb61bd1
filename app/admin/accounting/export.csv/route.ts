import { exportList, searchParamsOf } from "#app/admin/_list/export.ts";
import { type BalanceRow, getTrialBalance } from "#domain/accounting/get-trial-balance.ts";
import { getAccountNumber } from "#domain/accounting/get-account-number.ts";
import { toDecimal } from "#domain/kernel/money.ts";
import { getSettingsOnce } from "#domain/settings/get-school-settings.ts";
import { isFaulty, readMonths } from "../months.ts";

type Row = BalanceRow & { number: string };

/** The trial balance as a file. */
export async function GET(request: Request): Promise<Response> {
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
      for (const { rows } of balances)
        yield rows.map((row) => ({ ...row, number: getAccountNumber(settings, row.account) }));
    },
    columns: [
      { header: "Number", cell: ({ number }) => number },
      { header: "Account", cell: ({ account }) => account },
      { header: "Currency", cell: ({ currency }) => currency },
      { header: "Opening", cell: amount("openingMinor") },
      { header: "Debit", cell: amount("debitMinor") },
      { header: "Credit", cell: amount("creditMinor") },
      { header: "Closing", cell: amount("closingMinor") },
    ],
  });
}

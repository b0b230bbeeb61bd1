import { z } from "zod";
import { defineRead } from "#app/_http/json.ts";
import { MonthsQuery, toTrialBalanceView, TrialBalanceShape } from "#domain/api/accounting.ts";
import { getAccountNumber } from "#domain/accounting/get-account-number.ts";
import { getTrialBalance } from "#domain/accounting/get-trial-balance.ts";
import { resolveMonths } from "#domain/accounting/resolve-months.ts";
import { getSchoolSettings } from "#domain/settings/get-school-settings.ts";

export default defineRead({
  id: "listAccounts",
  method: "GET",
  path: "/accounting/accounts",
  subject: "Accounting",
  summary: "List the accounts with their balances",
  detail:
    "The trial balance of some months, by currency: what each account had before, what came on each side, what it has.",
  needs: "accounting.read",
  query: z.strictObject(MonthsQuery),
  status: 200,
  answer: TrialBalanceShape,
  handle: async (ctx, { query }) => {
    const settings = await getSchoolSettings(ctx.read);
    const months = resolveMonths(query, settings, ctx.now);
    return toTrialBalanceView(await getTrialBalance(ctx, months), months, (account) =>
      getAccountNumber(settings, account),
    );
  },
});

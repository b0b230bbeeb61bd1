import { defineAddress } from "#app/admin/_list/list.ts";
import { ACCOUNT_GROUPS, isAccount, isAccountGroup } from "#domain/accounting/chart.ts";
import { accountLineList } from "#domain/accounting/list-account-lines.ts";

/** The sheet of one account; the account itself stands in the path. */
export const getAccountList = (account: string) =>
  defineAddress({
    path: `/admin/accounting/accounts/${account}`,
    list: accountLineList,
    words: { from: "from", to: "to", detail: "detail", order: "order", person: "person", currency: "currency" },
    defaultSort: { sort: "booked", direction: "desc" },
  });

/** What a path names: one account, or several that a figure of a report is the sum of. */
export function readSheet(name: string, isNarrowed: boolean) {
  if (isAccount(name)) return { accounts: [name], sets: { account: name } as const };
  if (!isAccountGroup(name)) return undefined;
  return {
    accounts: ACCOUNT_GROUPS[name],
    sets: isNarrowed ? ({ group: name } as const) : ({ wholeGroup: name } as const),
  };
}

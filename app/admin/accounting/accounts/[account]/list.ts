import { defineAddress } from "#app/admin/_list/list.ts";
import { accountLineList } from "#domain/accounting/list-account-lines.ts";

/** The sheet of one account; the account itself stands in the path. */
export const getAccountList = (account: string) =>
  defineAddress({
    path: `/admin/accounting/accounts/${account}`,
    list: accountLineList,
    words: { from: "from", to: "to", detail: "detail", currency: "currency" },
    defaultSort: { sort: "booked", direction: "desc" },
  });

import { defineAddress } from "#app/admin/_list/list.ts";
import { bankLineList } from "#domain/bank/list-bank-lines.ts";

export const BANK_LIST = defineAddress({
  path: "/admin/bank",
  list: bankLineList,
  words: {
    ...{ q: "q", state: "state", direction: "direction", account: "accountId", file: "fileId" },
    ...{ from: "from", to: "until", amount: "amount" },
  },
  defaultSort: { sort: "booked", direction: "desc" },
});

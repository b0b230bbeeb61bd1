import { defineAddress } from "#app/admin/_list/list.ts";
import { withdrawalList } from "#domain/checkout/list-withdrawals.ts";

export const WITHDRAWAL_LIST = defineAddress({
  path: "/admin/withdrawals",
  list: withdrawalList,
  words: { q: "q", state: "state" },
  defaultSort: { sort: "received", direction: "desc" },
});

import { defineAddress } from "#app/admin/_list/list.ts";
import { payoutList } from "#domain/payouts/list-payouts.ts";

export const PAYOUT_LIST = defineAddress({
  path: "/admin/payouts",
  list: payoutList,
  words: { q: "q", status: "status", currency: "currency" },
  defaultSort: { sort: "created", direction: "desc" },
});

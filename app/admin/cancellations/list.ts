import { defineAddress } from "#app/admin/_list/list.ts";
import { cohortEndingList } from "#domain/checkout/list-cohort-endings.ts";

export const CANCELLATION_LIST = defineAddress({
  path: "/admin/cancellations",
  list: cohortEndingList,
  words: { cohort: "cohortId", state: "state", money: "money" },
  defaultSort: { sort: "place", direction: "asc" },
});

import { defineAddress } from "#app/admin/_list/list.ts";
import { differenceList } from "#domain/reconciliation/list-differences.ts";

export const DIFFERENCE_LIST = defineAddress({
  path: "/admin/reconciliation",
  list: differenceList,
  words: { q: "q", status: "status", kind: "kind", provider: "provider" },
  defaultSort: { sort: "found", direction: "desc" },
});

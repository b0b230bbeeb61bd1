import { defineAddress } from "#app/admin/_list/list.ts";
import { priceRuleList } from "#domain/price-rules/list-price-rules.ts";

export const PRICE_RULE_LIST = defineAddress({
  path: "/admin/price-rules",
  list: priceRuleList,
  words: { q: "q", kind: "kind", state: "state", course: "courseId" },
  defaultSort: { sort: "created", direction: "desc" },
});

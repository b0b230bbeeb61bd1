import { defineRead } from "#app/_http/json.ts";
import { createListQuery, createPageSchema } from "#domain/api/parts.ts";
import { PriceRuleShape, toPriceRuleView } from "#domain/api/price-rules.ts";
import { priceRuleList } from "#domain/price-rules/list-price-rules.ts";

export default defineRead({
  id: "listPriceRules",
  method: "GET",
  path: "/price-rules",
  subject: "Prices",
  summary: "List price rules",
  needs: "price_rule.list",
  query: createListQuery(priceRuleList),
  status: 200,
  answer: createPageSchema(PriceRuleShape),
  handle: async (ctx, { query }) => {
    const { items, nextCursor } = await priceRuleList.after(ctx, query);
    return { items: items.map(toPriceRuleView), nextCursor };
  },
});

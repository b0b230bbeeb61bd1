import { defineWrite } from "#app/_http/json.ts";
import { Nothing } from "#domain/api/parts.ts";
import { PriceRuleShape, toPriceRuleView } from "#domain/api/price-rules.ts";
import { endPriceRule } from "#domain/price-rules/end-price-rule.ts";

export default defineWrite({
  id: "endPriceRule",
  method: "POST",
  path: "/price-rules/{id}/end",
  subject: "Prices",
  summary: "End a price rule",
  detail: "It counts no more. Orders that were made keep their price.",
  needs: "price_rule.edit",
  body: Nothing,
  status: 200,
  answer: PriceRuleShape,
  refusals: ["wrong_state"],
  handle: async (ctx, { id }) => toPriceRuleView(await endPriceRule(ctx, { priceRuleId: id })),
});

import { defineWrite } from "#app/_http/json.ts";
import { PriceRuleShape, toPriceRuleView } from "#domain/api/price-rules.ts";
import { createPriceRule } from "#domain/price-rules/create-price-rule.ts";
import { PriceRuleFields } from "#domain/price-rules/inputs.ts";

export default defineWrite({
  id: "createPriceRule",
  method: "POST",
  path: "/price-rules",
  subject: "Prices",
  summary: "Make a price rule",
  detail:
    "Another price for whoever orders early, is of a group, has bought a course before or orders several places. Of those that fit, the best counts for each place, and with it those that are added.",
  needs: "price_rule.edit",
  body: PriceRuleFields,
  status: 201,
  answer: PriceRuleShape,
  handle: async (ctx, { body }) => toPriceRuleView(await createPriceRule(ctx, body)),
});

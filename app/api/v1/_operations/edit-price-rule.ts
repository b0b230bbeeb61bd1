import { defineWrite } from "#app/_http/json.ts";
import { PriceRuleShape, toPriceRuleView } from "#domain/api/price-rules.ts";
import { editPriceRule } from "#domain/price-rules/edit-price-rule.ts";
import { PriceRuleFields } from "#domain/price-rules/inputs.ts";

export default defineWrite({
  id: "editPriceRule",
  method: "PATCH",
  path: "/price-rules/{id}",
  subject: "Prices",
  summary: "Change a price rule",
  detail: "All of it is sent anew. Orders that were made keep their price.",
  needs: "price_rule.edit",
  body: PriceRuleFields,
  status: 200,
  answer: PriceRuleShape,
  refusals: ["wrong_state"],
  handle: async (ctx, { id, body }) => toPriceRuleView(await editPriceRule(ctx, { priceRuleId: id, ...body })),
});

import { priceRules } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import { bumpCatalogueVersion } from "../kernel/catalogue-version.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import { authorize } from "../policy.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";
import type { PriceRuleFields } from "./inputs.ts";
import { findRuleTarget } from "./load-price-rule.ts";
import type { PriceRule } from "./load-price-rules.ts";
import { toPriceRuleRow } from "./to-price-rule-row.ts";

/**
 * Another price, from its first day on, for whoever it is for: nobody types anything. Refuses what does not go together, and a course or
 * cohort that does not exist.
 */
export async function createPriceRule(ctx: WriteCtx, fields: PriceRuleFields): Promise<PriceRule> {
  authorize(ctx, "price_rule.edit", {});
  const { timezone } = await getSchoolSettings(ctx.tx);
  const target = await findRuleTarget(ctx.tx, fields);
  const rule: PriceRule = {
    ...toPriceRuleRow({ ...fields, ...target }, { timezone, now: ctx.now }),
    ...{ id: createId("priceRule"), state: "active", createdAt: ctx.now, updatedAt: ctx.now, endedAt: null },
  };
  await ctx.tx.insert(priceRules).values(rule);
  await bumpCatalogueVersion(ctx);
  await audit(ctx, "price_rule.edit", { type: "price_rule", id: rule.id }, { after: { ...fields, ...target } });
  return rule;
}

import { and, eq } from "drizzle-orm";
import { priceRules } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import { bumpCatalogueVersion } from "../kernel/catalogue-version.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { diffRow } from "../kernel/diff-row.ts";
import { assertEditVersion } from "../kernel/edit-version.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";
import { PRICE_RULE_PARTS, type PriceRuleFields } from "./inputs.ts";
import { findRuleTarget, loadPriceRule, toPriceRuleFields } from "./load-price-rule.ts";
import type { PriceRule } from "./load-price-rules.ts";
import { toPriceRuleRow } from "./to-price-rule-row.ts";

/**
 * Changes a price rule for the orders that come; those that were made keep their price. Refuses one that has ended (`wrong_state`), what does
 * not go together, and one that is no longer as it was `seen`.
 */
export async function editPriceRule(
  ctx: WriteCtx,
  { priceRuleId, seen, ...fields }: { priceRuleId: string; seen?: string | undefined } & PriceRuleFields,
): Promise<PriceRule> {
  authorize(ctx, "price_rule.edit", {});
  const was = await loadPriceRule(ctx.tx, priceRuleId);
  if (was.state !== "active") throw new Refusal("wrong_state");
  const { timezone } = await getSchoolSettings(ctx.tx);
  const wanted = { ...fields, ...(await findRuleTarget(ctx.tx, fields)) };
  const before = toPriceRuleFields(was, timezone);
  const difference = diffRow(before, wanted);
  if (!difference) return was;
  assertEditVersion({ row: before, fields: PRICE_RULE_PARTS, wanted, seen });
  const [edited] = await ctx.tx
    .update(priceRules)
    .set({ ...toPriceRuleRow(wanted, { timezone, now: ctx.now, was }), updatedAt: ctx.now })
    .where(and(eq(priceRules.id, priceRuleId), eq(priceRules.state, "active")))
    .returning();
  if (!edited) throw new Refusal("wrong_state");
  await bumpCatalogueVersion(ctx);
  await audit(ctx, "price_rule.edit", { type: "price_rule", id: priceRuleId }, difference);
  return edited;
}

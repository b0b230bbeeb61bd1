import { and, eq } from "drizzle-orm";
import { priceRules } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import { bumpCatalogueVersion } from "../kernel/catalogue-version.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { loadPriceRule } from "./load-price-rule.ts";
import type { PriceRule } from "./load-price-rules.ts";

/** A price rule counts no more, from now on. Orders that were made keep their price. Refuses one that has ended. */
export async function endPriceRule(ctx: WriteCtx, { priceRuleId }: { priceRuleId: string }): Promise<PriceRule> {
  authorize(ctx, "price_rule.edit", {});
  await loadPriceRule(ctx.tx, priceRuleId);
  const [ended] = await ctx.tx
    .update(priceRules)
    .set({ state: "ended", endedAt: ctx.now, updatedAt: ctx.now })
    .where(and(eq(priceRules.id, priceRuleId), eq(priceRules.state, "active")))
    .returning();
  if (!ended) throw new Refusal("wrong_state");
  await bumpCatalogueVersion(ctx);
  const change = { before: { state: "active" }, after: { state: ended.state } };
  await audit(ctx, "price_rule.edit", { type: "price_rule", id: priceRuleId }, change);
  return ended;
}

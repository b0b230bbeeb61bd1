import { taxRates } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import { bumpCatalogueVersion } from "../kernel/catalogue-version.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { applyTaxRates } from "./apply-tax-rates.ts";
import type { TaxRateFields } from "./inputs.ts";

export type StoredTaxRate = typeof taxRates.$inferSelect;

/**
 * A rate of tax from a day on. What was sold keeps the rate that it was sold by; prices that were given without tax follow the new one.
 * Refuses a second rate of the same kind and country from the same day.
 */
export async function addTaxRate(ctx: WriteCtx, input: TaxRateFields): Promise<StoredTaxRate> {
  authorize(ctx, "settings.edit", {});
  const createdBy = ctx.actor.type === "user" ? ctx.actor.id : null;
  const row = { ...input, id: createId("taxRate"), createdAt: ctx.now, createdBy };
  const [added] = await ctx.tx.insert(taxRates).values(row).onConflictDoNothing().returning();
  if (!added) throw new Refusal("invalid_input", { fields: { validFrom: message("fields.tax_rate_taken") } });
  const pricesChanged = await applyTaxRates(ctx);
  await bumpCatalogueVersion(ctx);
  await audit(ctx, "settings.edit", { type: "settings", id: "tax" }, { after: { ...input, pricesChanged } });
  return added;
}

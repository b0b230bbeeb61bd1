import { eq } from "drizzle-orm";
import { taxRates } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import { bumpCatalogueVersion } from "../kernel/catalogue-version.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { applyTaxRates } from "./apply-tax-rates.ts";

/** Takes a rate of tax away. What was sold by it keeps it. Refuses (`not_found`) one that is gone. */
export async function removeTaxRate(ctx: WriteCtx, input: { taxRateId: string }): Promise<void> {
  authorize(ctx, "settings.edit", {});
  const [removed] = await ctx.tx.delete(taxRates).where(eq(taxRates.id, input.taxRateId)).returning();
  if (!removed) throw new Refusal("not_found");
  const { kind, country, category, ratePpm, note, validFrom } = removed;
  const pricesChanged = await applyTaxRates(ctx);
  await bumpCatalogueVersion(ctx);
  await audit(
    ctx,
    "settings.edit",
    { type: "settings", id: "tax" },
    { before: { kind, country, category, ratePpm, note, validFrom }, after: { pricesChanged } },
  );
}

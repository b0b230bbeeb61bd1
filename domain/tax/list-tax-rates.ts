import { asc, desc } from "drizzle-orm";
import { taxRates } from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import type { StoredTaxRate } from "./add-tax-rate.ts";

/** The school's rates of tax by kind and country, the last to begin first. */
export async function listTaxRates(ctx: ReadCtx): Promise<StoredTaxRate[]> {
  authorize(ctx, "settings.read", {});
  return ctx.read
    .select()
    .from(taxRates)
    .orderBy(asc(taxRates.kind), asc(taxRates.country), desc(taxRates.validFrom))
    .limit(500);
}

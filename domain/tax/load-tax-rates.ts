import { perClient } from "#db/prepared.ts";
import { taxRates } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import type { TaxRate } from "./pick-tax-rate.ts";

const queries = perClient((read: Reader | Tx) => {
  const { kind, country, category, ratePpm, note, validFrom } = taxRates;
  return { all: read.select({ kind, country, category, ratePpm, note, validFrom }).from(taxRates).prepare() };
});

/** Every rate of the school: a handful, so whoever needs one picks it from all. */
export function loadTaxRates(read: Reader | Tx): Promise<TaxRate[]> {
  return queries(read).all.execute();
}

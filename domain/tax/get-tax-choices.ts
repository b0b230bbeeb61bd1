import type { ReadCtx } from "../kernel/command.ts";
import { loadTaxRates } from "./load-tax-rates.ts";

/** What forms of courses and cohorts ask about tax: whether there is any, and which kinds of courses have a rate of their own. */
export async function getTaxChoices({ read }: ReadCtx): Promise<{ isTaxed: boolean; kinds: string[] }> {
  const rates = await loadTaxRates(read);
  const kinds = [...new Set(rates.map(({ kind }) => kind))].filter((kind) => kind !== "").sort();
  return { isTaxed: rates.length > 0, kinds };
}

import type { TaxOfLine } from "./pick-tax-rate.ts";

/** The tax of all lines of one rate. */
export type TaxSum = TaxOfLine & { taxMinor: number };

/** The taxes of several lines, one for each rate that they bear and each reason why they bear none; the highest rate first. */
export function sumTaxes(lines: readonly TaxSum[]): TaxSum[] {
  const sums = new Map<string, TaxSum>();
  for (const { taxRatePpm, taxCategory, taxNote, taxMinor } of lines) {
    const key = [taxRatePpm, taxCategory, taxNote].join("|");
    const before = sums.get(key)?.taxMinor ?? 0;
    sums.set(key, { taxRatePpm, taxCategory, taxNote, taxMinor: before + taxMinor });
  }
  return [...sums.values()].sort((a, b) => b.taxRatePpm - a.taxRatePpm);
}

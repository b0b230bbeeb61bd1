import { formatLocalDay } from "../kernel/local-time.ts";
import { pickTaxRate, type TaxRate } from "./pick-tax-rate.ts";
import { getAddedTax } from "./split-included-tax.ts";

type Priced = { netPriceMinor: number; taxKind: string; startsAt: Date | null; timezone: string; now: Date };

/** What a seat costs that was priced without tax: with the rate of the day on which its cohort begins, or of today. Minor units. */
export function computePriceFromNet(rates: readonly TaxRate[], priced: Priced): number {
  const { netPriceMinor, taxKind, startsAt, timezone, now } = priced;
  const { taxRatePpm } = pickTaxRate(rates, {
    kind: taxKind,
    country: "",
    on: formatLocalDay(startsAt ?? now, timezone),
  });
  return netPriceMinor + getAddedTax(netPriceMinor, taxRatePpm);
}

import { splitIncludedTax } from "../tax/split-included-tax.ts";
import type { TaxOfLine } from "../tax/pick-tax-rate.ts";

/** What one place costs: the amounts of the line of an order, in minor units. The tax is in the total. */
export type PlacePrice = TaxOfLine & {
  unitMinor: number;
  discountMinor: number;
  taxMinor: number;
  totalMinor: number;
};

/** `discountsMinor`: what is taken off each place, in their order; nothing where it says nothing. */
export type PriceParts = { priceMinor: number; count: number; tax: TaxOfLine; discountsMinor?: readonly number[] };

/**
 * The price of each of several places from its parts. A discount never takes more than the place costs; the tax is rounded once for all of
 * them, so that lines add up to what stands on the invoice.
 */
export function computePrices({ priceMinor, count, tax, discountsMinor = [] }: PriceParts): PlacePrice[] {
  const discounts = Array.from({ length: count }, (_, place) => Math.min(discountsMinor[place] ?? 0, priceMinor));
  const totals = discounts.map((discount) => priceMinor - discount);
  const taxes = splitIncludedTax(totals, tax.taxRatePpm);
  return totals.map((totalMinor, place) => ({
    ...tax,
    unitMinor: priceMinor,
    discountMinor: discounts[place] ?? 0,
    taxMinor: taxes[place] ?? 0,
    totalMinor,
  }));
}

import { getIncludedTax } from "../tax/split-included-tax.ts";
import type { PlacePrice } from "./compute-prices.ts";

/** The amounts of a line, with what they were before the tax was taken off; nothing where it was not. */
export type LinePrice = PlacePrice & { taxedUnitMinor: number | null; taxedDiscountMinor: number | null };

/** The price of a place with the tax in it. */
export const toTaxedPrice = (price: PlacePrice): LinePrice => ({
  ...price,
  taxedUnitMinor: null,
  taxedDiscountMinor: null,
});

/** The price of a place for a buyer who accounts for its tax: what it costs without. `note`: why, for the invoice. */
export function removeTax(price: PlacePrice, note: string): LinePrice {
  const { unitMinor, discountMinor, totalMinor, taxMinor, taxRatePpm, taxCategory } = price;
  if (taxCategory !== "standard") return toTaxedPrice(price);
  const netMinor = totalMinor - taxMinor;
  const netUnitMinor = Math.max(netMinor, unitMinor - getIncludedTax(unitMinor, taxRatePpm));
  return {
    ...{ unitMinor: netUnitMinor, discountMinor: netUnitMinor - netMinor, totalMinor: netMinor },
    ...{ taxMinor: 0, taxRatePpm: 0, taxCategory: "reverse_charge", taxNote: note },
    ...{ taxedUnitMinor: unitMinor, taxedDiscountMinor: discountMinor },
  };
}

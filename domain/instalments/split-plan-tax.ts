import { allocateMinor } from "../kernel/money.ts";

type Price = { totalMinor: number; taxMinor: number };

/**
 * The tax in each part of a price, in minor units, by the largest remainder: all parts together have exactly the tax of the price. Parts that are not the
 * whole price, because some were never asked for, have their share of it each.
 */
export function splitPlanTax(partsMinor: readonly number[], { totalMinor, taxMinor }: Price): number[] {
  const sum = partsMinor.reduce((all, minor) => all + minor, 0);
  if (sum === totalMinor && sum > 0) return allocateMinor(taxMinor, partsMinor);
  return partsMinor.map((minor) => getTaxShare(minor, { totalMinor, taxMinor }));
}

/** The tax in some of a price. */
export const getTaxShare = (minor: number, { totalMinor, taxMinor }: Price): number =>
  totalMinor > 0 ? (allocateMinor(minor, [totalMinor - taxMinor, taxMinor])[1] ?? 0) : 0;

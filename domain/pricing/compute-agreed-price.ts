import { getShare } from "./compute-discounts.ts";

/** One reason why a place cost less when it was bought: what it took off then, and as what. */
export type AgreedDiscount = {
  amountMinor: number;
  /** Of a share: in millionths. */
  percentPpm: number | null;
  /** Of a rule that names the price: that price, and for which cohort alone, if for one. */
  fixedMinor: number | null;
  cohortId: string | null;
};

/** How a place was bought, in minor units: its list price, what was taken off that, and what it came to. `taxedMinor`: before its tax was taken off, for a company abroad. */
export type BoughtPrice = {
  listMinor: number;
  discounts: readonly AgreedDiscount[];
  totalMinor: number;
  taxedMinor: number;
};

/**
 * What a cohort of that list price costs whoever bought their place under these discounts, in minor units: a share is that share of it, an
 * amount that amount, and a price for everything that price. Of the list price of the purchase it gives what was paid then.
 */
export function computeAgreedPrice(bought: BoughtPrice, to: { cohortId: string; listMinor: number }): number {
  let [leftMinor, wasMinor] = [to.listMinor, bought.listMinor];
  for (const discount of bought.discounts) {
    leftMinor -= Math.min(leftMinor, takenNow(discount, { ...to, leftMinor, wasMinor }));
    wasMinor -= discount.amountMinor;
  }
  const { totalMinor, taxedMinor } = bought;
  if (taxedMinor === totalMinor || taxedMinor === 0) return leftMinor;
  return Math.round((leftMinor * totalMinor) / taxedMinor);
}

type At = { cohortId: string; leftMinor: number; wasMinor: number };

/** A rule or coupon may have been edited since: what it took off counts, and what it says now only where it says the same. */
function takenNow(discount: AgreedDiscount, { cohortId, leftMinor, wasMinor }: At): number {
  const { amountMinor, percentPpm, fixedMinor } = discount;
  if (percentPpm !== null) {
    if (getShare(wasMinor, percentPpm) === amountMinor) return getShare(leftMinor, percentPpm);
    return wasMinor > 0 ? Math.round((leftMinor * amountMinor) / wasMinor) : 0;
  }
  const isFixed = fixedMinor !== null && wasMinor - amountMinor === fixedMinor;
  const isHere = discount.cohortId === null || discount.cohortId === cohortId;
  return isFixed && isHere ? Math.max(0, leftMinor - fixedMinor) : amountMinor;
}

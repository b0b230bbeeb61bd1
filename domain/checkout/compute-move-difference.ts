/**
 * What a move changes by the prices, in minor units: above nothing the student pays it, below nothing it goes back. It is the difference between the prices
 * of the two cohorts, and counts from what the place has cost (`costMinor`) where its cohort has got dearer or cheaper since: nothing is
 * charged for a price that went up meanwhile, and nothing goes back for one that went down for everybody.
 */
export function computeMoveDifference({
  costMinor,
  fromMinor,
  toMinor,
}: {
  costMinor: number;
  fromMinor: number;
  toMinor: number;
}): number {
  const [low, high] = [Math.min(costMinor, fromMinor), Math.max(costMinor, fromMinor)];
  if (toMinor > high) return toMinor - high;
  return toMinor < low ? toMinor - low : 0;
}

/**
 * What of it is paid or goes back: of a cheaper cohort no more than would come back (`returnableMinor`) if the place were given back now. Otherwise
 * a place that is sold without a refund would be turned into money by a move.
 */
export const computeReturnedDifference = (differenceMinor: number, returnableMinor: number): number =>
  Math.max(differenceMinor, returnableMinor > 0 ? -returnableMinor : 0);

/**
 * The list price of a cohort, in minor units, as it counts for whoever came to theirs at a price (`thenMinor`) that has changed since
 * (`nowMinor`): nothing is charged for a price that went up meanwhile, and nothing goes back for one that went down for everybody. So all
 * between the two costs what was paid, and what is dearer or cheaper than both costs as much more or less.
 */
export function computeSincePrice(
  listMinor: number,
  { thenMinor, nowMinor }: { thenMinor: number; nowMinor: number },
): number {
  const [low, high] = [Math.min(thenMinor, nowMinor), Math.max(thenMinor, nowMinor)];
  if (listMinor > high) return thenMinor + (listMinor - high);
  return listMinor < low ? Math.max(0, thenMinor - (low - listMinor)) : thenMinor;
}

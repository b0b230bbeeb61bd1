import { allocateMinor } from "./money.ts";

/**
 * What each reason took off a line, so that they add up to the line's discount. They are kept as they were found, with the tax in them; a buyer
 * who accounts for the tax has a smaller discount, which is split by the largest remainder. What comes to nothing is left out.
 */
export function allocateDiscounts<Taken extends { amountMinor: number }>(
  taken: readonly Taken[],
  discountMinor: number,
): Taken[] {
  const sum = taken.reduce((total, { amountMinor }) => total + amountMinor, 0);
  if (sum === discountMinor) return [...taken];
  if (sum === 0) return [];
  const parts = allocateMinor(
    discountMinor,
    taken.map(({ amountMinor }) => amountMinor),
  );
  return taken
    .map((each, at) => ({ ...each, amountMinor: parts[at] ?? 0 }))
    .filter(({ amountMinor }) => amountMinor > 0);
}

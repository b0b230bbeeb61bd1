import type { LineDiscount } from "./select-discounts.ts";

/** The discounts of several lines, each reason once with its sum. */
export function mergeDiscounts(discounts: readonly LineDiscount[]): LineDiscount[] {
  const merged = new Map<string, LineDiscount>();
  for (const { source, label, amountMinor } of discounts) {
    const key = `${source} ${label}`;
    merged.set(key, { source, label, amountMinor: amountMinor + (merged.get(key)?.amountMinor ?? 0) });
  }
  return [...merged.values()];
}

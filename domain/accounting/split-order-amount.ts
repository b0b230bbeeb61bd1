/** A line of an order: what it costs, in minor units, and how much of that is tax. */
export type Priced = { totalMinor: number; taxMinor: number };
export type Share = { netMinor: number; taxMinor: number };

/**
 * How much of an order's money falls to each of its lines, and to the tax of each, when the money goes from one amount to another (both in
 * minor units, with tax; down when money goes back). What was split in any number of parts adds up to what it would be at once, to the
 * last unit: each part is the difference of two splits of the whole. An order that costs nothing has nothing to split.
 */
export function splitOrderAmount(lines: readonly Priced[], fromMinor: number, toMinor: number): Share[] {
  const [before, after] = [splitWhole(lines, fromMinor), splitWhole(lines, toMinor)];
  return lines.map((_, n) => {
    const [was, is] = [before[n] as Share, after[n] as Share];
    return { netMinor: is.netMinor - was.netMinor, taxMinor: is.taxMinor - was.taxMinor };
  });
}

/** Each part ends where its share of the whole ends, rounded; so parts next to each other leave no gap and do not overlap. */
function splitWhole(lines: readonly Priced[], amountMinor: number): Share[] {
  const wholeMinor = lines.reduce((sum, { totalMinor }) => sum + totalMinor, 0);
  if (wholeMinor === 0) return lines.map(() => ({ netMinor: 0, taxMinor: 0 }));
  let upTo = 0;
  let given = 0;
  const take = (weight: number) => {
    upTo += weight;
    const end = scale(amountMinor, upTo, wholeMinor);
    const part = end - given;
    given = end;
    return part;
  };
  return lines.map(({ totalMinor, taxMinor }) => ({ netMinor: take(totalMinor - taxMinor), taxMinor: take(taxMinor) }));
}

/** amount × weight ÷ whole, rounded down; exact for any amounts of money. */
function scale(amount: number, weight: number, whole: number): number {
  if (weight === whole) return amount;
  const product = BigInt(amount) * BigInt(weight);
  const quotient = product / BigInt(whole);
  return Number(product < 0n && product % BigInt(whole) !== 0n ? quotient - 1n : quotient);
}

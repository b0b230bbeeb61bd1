import { allocateMinor } from "../kernel/money.ts";

const PPM = 1_000_000n;

/** The tax in an amount that has it in it, to the nearest minor unit; half a unit is rounded up. `ratePpm`: 81000 is 8.1 %. */
export function getIncludedTax(totalMinor: number, ratePpm: number): number {
  return divideRounded(BigInt(totalMinor) * BigInt(ratePpm), PPM + BigInt(ratePpm));
}

/** The tax on an amount that is without it. */
export function getAddedTax(netMinor: number, ratePpm: number): number {
  return divideRounded(BigInt(netMinor) * BigInt(ratePpm), PPM);
}

/**
 * The tax in each of several amounts of one rate. It is rounded once, for all of them together, and given to each by the largest
 * remainder: so lines add up to what the rate makes of their sum.
 */
export function splitIncludedTax(totalsMinor: readonly number[], ratePpm: number): number[] {
  const sum = totalsMinor.reduce((all, each) => all + each, 0);
  return sum === 0 ? totalsMinor.map(() => 0) : allocateMinor(getIncludedTax(sum, ratePpm), totalsMinor);
}

/** Whole numbers beyond 2^53 would lose their last digits: amounts of ten digits times a rate of six are that. */
function divideRounded(amount: bigint, by: bigint): number {
  return Number((2n * amount + by) / (2n * by));
}

import type { Account } from "#db/enums.ts";

type Side = { account: Account; detail: string; amountMinor: number };
export type Pair = { debit: Account; credit: Account; detail: string; amountMinor: number };

/**
 * An entry of one currency as bookings of one debit and one credit account each, for programs that know no others: the debits are met by the
 * credits in their order, until nothing is left. Amounts are above zero. `detail` is that of the side that says more.
 */
export function splitIntoPairs(lines: readonly Side[]): Pair[] {
  const debits = lines.filter(({ amountMinor }) => amountMinor > 0).map((line) => ({ ...line }));
  const credits = lines
    .filter(({ amountMinor }) => amountMinor < 0)
    .map((line) => ({ ...line, amountMinor: -line.amountMinor }));
  const pairs: Pair[] = [];
  let at = 0;
  for (const debit of debits) {
    while (debit.amountMinor > 0) {
      const credit = credits[at];
      if (!credit) throw new Error("an entry that is not in balance");
      const amountMinor = Math.min(debit.amountMinor, credit.amountMinor);
      pairs.push({ debit: debit.account, credit: credit.account, detail: credit.detail || debit.detail, amountMinor });
      debit.amountMinor -= amountMinor;
      credit.amountMinor -= amountMinor;
      if (credit.amountMinor === 0) at += 1;
    }
  }
  return pairs;
}

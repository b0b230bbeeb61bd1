/** Money that came in under the reference of a payment. */
export type Transfer = { paymentId: string; reference: string; amountMinor: number; currency: string };

/** The school's account at its bank: what came in under which reference, and what was sent back for which refund. */
export type BankAccount = {
  transfers: Transfer[];
  /** Whether the office loads the bank's statements, or confirms each transfer by hand; the first transfer draws it. */
  hasStatements?: boolean;
  sent: { refundId: string; amountMinor: number; currency: string; isReturned: boolean }[];
  /** Payout files that somebody has taken, or is changing: nobody else touches them. */
  filesInHand: Set<string>;
  /** What the bank must not be asked for. */
  faults: string[];
};

export const createBankAccount = (): BankAccount => ({ transfers: [], sent: [], filesInHand: new Set(), faults: [] });

/** What the account has of the students' money, in minor units by currency. */
export function sumAccount({ transfers, sent }: BankAccount): Map<string, number> {
  const sums = new Map<string, number>();
  const add = (currency: string, minor: number) => sums.set(currency, (sums.get(currency) ?? 0) + minor);
  for (const { currency, amountMinor } of transfers) add(currency, amountMinor);
  for (const { currency, amountMinor, isReturned } of sent) if (!isReturned) add(currency, -amountMinor);
  return sums;
}

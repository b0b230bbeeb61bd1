/**
 * What was taken back of an order, by the ledger and by papers, in minor units. The two do not come together: a cancellation ends the sale
 * at once, and its credit note is issued when the money has gone back.
 */
export type EndedOrder = {
  /** When it was cancelled. Undefined of one that was not. */
  cancelledAt: Date | undefined;
  /** What its end took out of what was earned. */
  takenBackMinor: number;
  /** What refunds, credit and single places that ended took out of what was earned: each has its credit note. */
  refundedMinor: number;
  /** All credit notes, below zero. */
  creditedMinor: number;
  /** Invoices and their cancellations since it ended: below zero where they took back more than they asked for anew. */
  reissuedMinor: number;
};

/** One that nothing is known of yet. */
export const createEndedOrder = (cancelledAt: Date | null): EndedOrder => ({
  ...{ cancelledAt: cancelledAt ?? undefined, takenBackMinor: 0, refundedMinor: 0 },
  ...{ creditedMinor: 0, reissuedMinor: 0 },
});

const BY_ITS_END = ["order_cancelled", "place_cancelled", "match_undone"];
const WITH_A_CREDIT_NOTE = ["refund_done", "refund_failed", "credit_added"];

const isSinceEnd = ({ cancelledAt }: EndedOrder, at: Date) => cancelledAt !== undefined && at >= cancelledAt;

/** Adds what a journal took out of what was earned (`takenBackMinor`; below zero where it came back). Changes `ended`. */
export function addJournalToEnd(
  ended: EndedOrder,
  { kind, at, takenBackMinor }: { kind: string; at: Date; takenBackMinor: number },
): void {
  if (WITH_A_CREDIT_NOTE.includes(kind)) ended.refundedMinor += takenBackMinor;
  // A place that ended while the others of its order went on: its money goes back with a credit note of its own.
  else if (kind === "place_cancelled" && !isSinceEnd(ended, at)) ended.refundedMinor += takenBackMinor;
  // A match that is undone while the order is alive is owed again by its invoice.
  else if (BY_ITS_END.includes(kind) && isSinceEnd(ended, at)) ended.takenBackMinor += takenBackMinor;
}

/** Adds an invoice or what takes one back (below zero). Changes `ended`. */
export function addPaperToEnd(
  ended: EndedOrder,
  { isCreditNote, issuedAt, amountMinor }: { isCreditNote: boolean; issuedAt: Date; amountMinor: number },
): void {
  if (isCreditNote) ended.creditedMinor += amountMinor;
  else if (isSinceEnd(ended, issuedAt)) ended.reissuedMinor += amountMinor;
}

/** What an order's end took back and no paper says yet, in minor units: at least 0, and never more than is invoiced. */
export function getUnwrittenMinor(ended: EndedOrder, invoicedMinor: number): number {
  const ofCreditNotes = Math.max(0, -ended.creditedMinor - ended.refundedMinor);
  const unwrittenMinor = ended.takenBackMinor - ofCreditNotes + ended.reissuedMinor;
  return Math.max(0, Math.min(unwrittenMinor, invoicedMinor));
}

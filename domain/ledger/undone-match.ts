import { and, isNull, like, not, or } from "drizzle-orm";
import { refunds } from "#db/schema/index.ts";

/**
 * How the reversal of a bank match that was undone is known among the refunds of an order: by the beginning of its reference. One begins
 * with `REOPENED` once its order asks for the money again: what comes then is a new payment, and not the old one restored.
 */
export const UNDONE = "bank-undone-";
export const REOPENED = "bank-reopened-";

export const isUndoneMatch = ({ reference }: { reference: string | null }): boolean =>
  reference !== null && (reference.startsWith(UNDONE) || reference.startsWith(REOPENED));

/** SQL, in a query of refunds: money went back, or shall. Nobody sends what stands for a match that was undone. */
export const isOfMoney = or(
  isNull(refunds.reference),
  and(not(like(refunds.reference, `${UNDONE}%`)), not(like(refunds.reference, `${REOPENED}%`))),
);

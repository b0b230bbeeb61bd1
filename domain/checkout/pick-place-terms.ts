import type { AgreedTerms, cohorts } from "#db/schema/index.ts";
import { type CancelTerms, pickCancelTerms } from "../courses/agreed-terms.ts";

/** The money of a place, in minor units: what is here of it, and what it has cost at most since it was bought. */
type Held = { paidMinor: number; costMinor: number; dearestMinor: number };

/**
 * What comes back of a place that is given back now, after all its moves. The terms give their share of the most that the place has cost, and what
 * a cheaper cohort has brought back since is taken off that: so by moving and then leaving nobody gets more than by leaving at once.
 */
export function pickPlaceTerms(
  agreed: readonly AgreedTerms[] | null,
  cohort: typeof cohorts.$inferSelect,
  { money, currency, now }: { money: Held; currency: string; now: Date },
): CancelTerms {
  const backAlreadyMinor = money.dearestMinor - money.costMinor;
  const paid = { minor: money.paidMinor + backAlreadyMinor, currency };
  const picked = pickCancelTerms(agreed, cohort, { paid, now });
  if (picked.kind !== "open") return picked;
  const returnedMinor = Math.max(0, picked.returnedMinor - backAlreadyMinor);
  return { ...picked, returnedMinor, keptMinor: money.paidMinor - returnedMinor };
}

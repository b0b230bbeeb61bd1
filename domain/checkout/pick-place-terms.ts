import type { AgreedTerms, cohorts } from "#db/schema/index.ts";
import { type CancelTerms, pickCancelTerms } from "../courses/agreed-terms.ts";

/** The money of a place, in minor units: what is here of it, and what it has cost at most since it was bought. */
type Held = { paidMinor: number; costMinor: number; dearestMinor: number };

/** What of the money that has gone back was of the price, in minor units: not what was paid beyond it. */
const getGoneOfPrice = ({ paidMinor, dearestMinor }: Held, goneMinor: number) =>
  Math.max(0, goneMinor - Math.max(0, paidMinor + goneMinor - dearestMinor));

/**
 * What comes back of a place that is given back now, after all its moves. The terms give their share of the most that the place has cost, and what
 * a cheaper cohort has brought back since is taken off that: so by moving and then leaving nobody gets more than by leaving at once. The same with
 * `goneMinor`, what the office has given back of the place already and is not in `paidMinor` any more.
 */
export function pickPlaceTerms(
  agreed: readonly AgreedTerms[] | null,
  cohort: typeof cohorts.$inferSelect,
  { money, goneMinor = 0, currency, now }: { money: Held; goneMinor?: number; currency: string; now: Date },
): CancelTerms {
  const backAlreadyMinor = Math.max(money.dearestMinor - money.costMinor, getGoneOfPrice(money, goneMinor));
  const paid = { minor: money.paidMinor + backAlreadyMinor, currency };
  const picked = pickCancelTerms(agreed, cohort, { paid, now });
  if (picked.kind !== "open") return picked;
  const returnedMinor = Math.max(0, picked.returnedMinor - backAlreadyMinor);
  return { ...picked, returnedMinor, keptMinor: money.paidMinor - returnedMinor };
}

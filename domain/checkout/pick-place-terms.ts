import type { AgreedTerms, cohorts } from "#db/schema/index.ts";
import { type CancelTerms, pickCancelTerms } from "../courses/agreed-terms.ts";

/** The money of a place, in minor units: what is here of it, what it is worth now, and what it cost when it was bought. */
type Held = {
  paidMinor: number;
  costMinor: number;
  boughtMinor: number;
  /** Of a plan: what of its price is still to be paid, and what of the money reminders have cost. */
  openMinor?: number;
  feesMinor?: number;
};

/** What of the money that has gone back was of the price, in minor units: not what was paid beyond it. */
const getGoneOfPrice = (money: Held, goneMinor: number) =>
  Math.max(0, goneMinor - Math.max(0, money.paidMinor + goneMinor - getSharedMinor(money)));

/**
 * Of what the terms give their share: what the place cost when it was bought, or what it is worth now where that is more. What a move has added and
 * another has taken away again is nothing that anybody loses a share of.
 */
const getSharedMinor = ({ boughtMinor, costMinor }: Held) => Math.max(boughtMinor, costMinor);

/**
 * As `CancelTerms`; `owedMinor`: what the school keeps by them beyond all that was paid; `countedMinor`: what a cheaper cohort or the office has
 * given back already, or taken off, and the share counts. In minor units.
 */
export type PlaceTerms =
  | Exclude<CancelTerms, { kind: "open" }>
  | (Extract<CancelTerms, { kind: "open" }> & { owedMinor: number; countedMinor: number });

/**
 * What comes back of a place that is given back now, after all its moves. The terms give their share of what it cost, and what a cheaper
 * cohort has brought back of that is taken off: so by moving and then leaving nobody gets more than by leaving at once. The same with
 * `goneMinor`, what the office has given back of the place already and is not in `paidMinor` any more; and with what a plan has not asked for
 * yet: who pays in parts keeps and loses as much as who has paid at once. What reminders have cost stays with the school.
 */
export function pickPlaceTerms(
  agreed: readonly AgreedTerms[] | null,
  cohort: typeof cohorts.$inferSelect,
  { money, goneMinor = 0, currency, now }: { money: Held; goneMinor?: number; currency: string; now: Date },
): PlaceTerms {
  const { paidMinor, openMinor = 0, feesMinor = 0 } = money;
  const backAlreadyMinor = Math.max(getSharedMinor(money) - money.costMinor, getGoneOfPrice(money, goneMinor));
  const priceMinor = Math.max(0, paidMinor - feesMinor) + backAlreadyMinor + openMinor;
  const picked = pickCancelTerms(agreed, cohort, { paid: { minor: priceMinor, currency }, now });
  if (picked.kind !== "open") return picked;
  const ownMinor = Math.max(0, picked.returnedMinor - backAlreadyMinor);
  const returnedMinor = Math.max(0, ownMinor - openMinor);
  return {
    ...picked,
    returnedMinor,
    keptMinor: paidMinor - returnedMinor,
    owedMinor: Math.max(0, openMinor - ownMinor),
    countedMinor: backAlreadyMinor,
  };
}

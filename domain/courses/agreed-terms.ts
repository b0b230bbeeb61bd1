import type { AgreedTerms } from "#db/schema/index.ts";
import { addLocalDays } from "../kernel/local-time.ts";
import { type CancellationSplit, isBeforeDeadline, type LeavingTerms, splitPaid } from "./leaving-terms.ts";
import type { Cohort } from "./machine.ts";

type Sold = Pick<
  Cohort,
  | "id"
  | "startsAt"
  | "timezone"
  | "cancelDays"
  | "cancelPercent"
  | "cancelFeeMinor"
  | "currency"
  | "moveDays"
  | "priceMinor"
>;

/** The terms of a cohort as they stand, to be kept with what is bought now. */
export function copyTerms(cohort: Sold, now: Date): AgreedTerms {
  const { id: cohortId, startsAt, timezone, cancelDays, cancelPercent, cancelFeeMinor, currency } = cohort;
  const { moveDays, priceMinor } = cohort;
  return {
    ...{ cohortId, agreedAt: now.toISOString(), startsAt: startsAt?.toISOString() ?? null, timezone },
    ...{ cancelDays, cancelPercent, cancelFeeMinor, currency, moveDays, priceMinor },
  };
}

/** What was agreed and what the cohort says today, side by side: each may be the kinder one. */
const listTerms = (agreed: readonly AgreedTerms[] | null, cohort: Sold, now: Date): AgreedTerms[] => [
  ...(agreed ?? []),
  copyTerms(cohort, now),
];

/**
 * Until when terms let something be done, `days` before the cohort begins: as it was to begin when they were agreed, or as it begins now
 * where that is later. Of a cohort that the place has left since, they count to the beginning of the one where it is: whoever moves to an earlier date does not
 * keep the days of the later one. Never after it has begun; none where it has no beginning.
 */
function getDeadline(terms: AgreedTerms, { id, startsAt, timezone }: Sold, days: number): Date | null {
  if (startsAt === null || terms.startsAt === null) return startsAt;
  const today = addLocalDays(startsAt, -days, timezone);
  if (terms.cohortId !== id) return today;
  const agreed = addLocalDays(new Date(terms.startsAt), -days, terms.timezone);
  const later = agreed > today ? agreed : today;
  return later < startsAt ? later : startsAt;
}

const isLater = (a: Date | null, b: Date | null): boolean => b !== null && (a === null || a > b);

/** By which terms a place is given back now: the kindest of those that still allow it. `late`: none does any more, since when. */
export type CancelTerms =
  | ({ kind: "open"; until: Date | null; terms: AgreedTerms } & CancellationSplit)
  | { kind: "late"; until: Date }
  | { kind: "none" };

/** The kindest is the one by which most comes back of `paid`; of two alike, the one that lasts longer. A fee in another currency is none of its terms. */
export function pickCancelTerms(
  agreed: readonly AgreedTerms[] | null,
  cohort: Sold,
  { paid, now }: { paid: { minor: number; currency: string }; now: Date },
): CancelTerms {
  let best: CancelTerms = { kind: "none" };
  for (const terms of listTerms(agreed, cohort, now)) {
    if (terms.cancelDays === null || (terms.currency !== paid.currency && terms.cancelFeeMinor > 0)) continue;
    const until = getDeadline(terms, cohort, terms.cancelDays);
    if (until !== null && !isBeforeDeadline(until, now)) {
      if (best.kind === "none" || (best.kind === "late" && until > best.until)) best = { kind: "late", until };
      continue;
    }
    const split = splitPaid(paid.minor, terms);
    const isKinder =
      best.kind !== "open" ||
      split.returnedMinor > best.returnedMinor ||
      (split.returnedMinor === best.returnedMinor && isLater(until, best.until));
    if (isKinder) best = { kind: "open", until, terms, ...split };
  }
  return best;
}

/** Until when a student may move by themselves, by the kindest of the terms; undefined where the office is asked. */
export function getMoveDeadline(
  agreed: readonly AgreedTerms[] | null,
  cohort: Sold,
  now: Date,
): { until: Date | null } | undefined {
  let best: { until: Date | null } | undefined;
  for (const terms of listTerms(agreed, cohort, now)) {
    if (terms.moveDays === null) continue;
    const until = getDeadline(terms, cohort, terms.moveDays);
    if (!best || isLater(until, best.until)) best = { until };
  }
  return best;
}

/** How the buyer of a place leaves it by themselves, as a page or a letter says it. */
export function getAgreedLeaving(
  agreed: readonly AgreedTerms[] | null,
  cohort: Sold,
  at: { paid: { minor: number; currency: string }; now: Date },
): LeavingTerms {
  const cancel = pickCancelTerms(agreed, cohort, at);
  const said =
    cancel.kind === "open"
      ? {
          until: cancel.until,
          percent: cancel.terms.cancelPercent,
          fee: { minor: cancel.terms.cancelFeeMinor, currency: at.paid.currency },
        }
      : null;
  return { cancel: said, move: getMoveDeadline(agreed, cohort, at.now) ?? null };
}

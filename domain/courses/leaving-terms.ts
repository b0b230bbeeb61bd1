import { addLocalDays } from "../kernel/local-time.ts";
import { allocateMinor, type Money } from "../kernel/money.ts";
import type { Cohort } from "./machine.ts";

type Dated = Pick<Cohort, "startsAt" | "timezone">;

/**
 * Until when something is allowed that must be done `days` before a cohort begins: the same hour of its clock, so many days earlier. None
 * where the cohort has no beginning: then nothing ends it.
 */
export function getTermDeadline({ startsAt, timezone }: Dated, days: number): Date | null {
  return startsAt && addLocalDays(startsAt, -days, timezone);
}

/** Whether a deadline lets something still be done. The moment itself is too late, as everywhere. */
export const isBeforeDeadline = (deadline: Date | null, now: Date): boolean => deadline === null || now < deadline;

/** How somebody who enrols leaves again by themselves, as the page says it; none where the office is asked. */
export type LeavingTerms = {
  cancel: { until: Date | null; percent: number; fee: Money } | null;
  move: { until: Date | null } | null;
};

type Terms = Dated & Pick<Cohort, "cancelDays" | "cancelPercent" | "cancelFeeMinor" | "moveDays" | "currency">;

export function getLeavingTerms(cohort: Terms): LeavingTerms {
  const { cancelDays, cancelPercent: percent, cancelFeeMinor: minor, moveDays, currency } = cohort;
  return {
    cancel:
      cancelDays === null ? null : { until: getTermDeadline(cohort, cancelDays), percent, fee: { minor, currency } },
    move: moveDays === null ? null : { until: getTermDeadline(cohort, moveDays) },
  };
}

/** What comes back of what was paid, and what the school keeps, in minor units. */
export type CancellationSplit = { returnedMinor: number; keptMinor: number };

/**
 * Splits what was paid by a cohort's terms: the share that comes back, less the fee, and never less than nothing. A share that is no
 * whole minor unit is rounded as every split of money is, and an even half goes to the student.
 */
export function splitPaid(
  paidMinor: number,
  { cancelPercent, cancelFeeMinor }: { cancelPercent: number; cancelFeeMinor: number },
): CancellationSplit {
  const [share = 0] = allocateMinor(paidMinor, [cancelPercent, 100 - cancelPercent]);
  const returnedMinor = Math.max(0, share - cancelFeeMinor);
  return { returnedMinor, keptMinor: paidMinor - returnedMinor };
}

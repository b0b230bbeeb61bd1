import type { PaymentPlan } from "#db/schema/index.ts";
import { addMonths, formatLocalDay } from "../kernel/local-time.ts";
import { allocateMinor } from "../kernel/money.ts";
import type { Cohort } from "./machine.ts";

export const FURTHER_PARTS_MAX = 36;
export const MONTHS_BETWEEN_MAX = 12;

/** One part of a price: which one, until which day on the cohort's calendar, and how much in minor units. */
export type PlanPart = { number: number; dueOn: string; amountMinor: number };

/**
 * The parts of a total, in minor units, the deposit first. They add up to it exactly: what does not divide goes to the first of the
 * further ones. Undefined where a plan does not fit the total, because a part would be nothing.
 */
export function splitByPlan(totalMinor: number, { deposit, furtherParts }: PaymentPlan): number[] | undefined {
  if (totalMinor <= 0 || furtherParts < 1) return undefined;
  const depositMinor = "minor" in deposit ? deposit.minor : getShareMinor(totalMinor, deposit.percent);
  const restMinor = totalMinor - depositMinor;
  if (depositMinor < 1 || restMinor < furtherParts) return undefined;
  return [depositMinor, ...allocateMinor(restMinor, Array<number>(furtherParts).fill(1))];
}

const getShareMinor = (totalMinor: number, percent: number) =>
  percent > 0 && percent < 100 ? (allocateMinor(totalMinor, [percent, 100 - percent])[0] ?? 0) : 0;

/**
 * The parts of a total with their days, for whoever begins to pay on `day`: the deposit on that day, the others on the same day of later
 * months, or on the last where a month is shorter. Each is counted from the first day, so that a short month moves none of those after it.
 */
export function computePlanParts(totalMinor: number, plan: PaymentPlan, day: string): PlanPart[] | undefined {
  return splitByPlan(totalMinor, plan)?.map((amountMinor, at) => ({
    number: at + 1,
    dueOn: at === 0 ? day : addMonths(day, at * plan.monthsBetween),
    amountMinor,
  }));
}

export type Planned = Pick<Cohort, "paymentPlan" | "timezone" | "endsAt">;

/**
 * How a total is paid in parts by whoever begins now; undefined where the cohort has no plan, where it does not fit the total, and where
 * its last part would be due after the cohort is over and the school does not want that.
 */
export function getPlanParts(
  { paymentPlan, timezone, endsAt }: Planned,
  at: { totalMinor: number; now: Date; endsWithCourse: boolean },
): PlanPart[] | undefined {
  if (paymentPlan === null) return undefined;
  const parts = computePlanParts(at.totalMinor, paymentPlan, formatLocalDay(at.now, timezone));
  const lastOn = parts?.at(-1)?.dueOn;
  if (lastOn === undefined) return undefined;
  if (at.endsWithCourse && endsAt !== null && lastOn > formatLocalDay(endsAt, timezone)) return undefined;
  return parts;
}

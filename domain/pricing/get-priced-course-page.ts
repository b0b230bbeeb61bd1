import { type CohortView, type CoursePageView, getCoursePage } from "../courses/get-course-page.ts";
import { getPlanParts } from "../courses/payment-plan.ts";
import type { ReadCtx } from "../kernel/command.ts";
import type { Money } from "../kernel/money.ts";
import { type EarlyPrice, loadEarlyPrices } from "./load-early-prices.ts";
import { loadGroupPrices } from "./load-group-prices.ts";

export type PricedCohort = CohortView & {
  /** What it costs whoever orders early, while there is such a price. */
  early: EarlyPrice | null;
  /** What it costs somebody of a group with a price of its own, where that is less than today's price. */
  group: Money | null;
  /** How the price of today may be paid in parts, as at checkout; without days, for the page is kept for longer than one. */
  plan: { partsMinor: readonly number[]; monthsBetween: number } | null;
};

export type PricedCoursePage = Omit<CoursePageView, "cohorts"> & { cohorts: PricedCohort[] };

/** The course that everybody sees, with what a place costs today. Not found as by `getCoursePage`. */
export async function getPricedCoursePage(ctx: ReadCtx, slug: string): Promise<PricedCoursePage | undefined> {
  const course = await getCoursePage(ctx, slug);
  if (!course) return undefined;
  const prices = await loadEarlyPrices(ctx, { courseId: course.id, cohorts: course.cohorts });
  const groups = await loadGroupPrices(ctx, { courseId: course.id, cohorts: course.cohorts });
  const cohorts = course.cohorts.map((cohort) => {
    const early = prices.get(cohort.id) ?? null;
    const group = groups.get(cohort.id) ?? null;
    const today = early?.price ?? cohort.price;
    return {
      ...cohort,
      early,
      group: group && group.minor < today.minor ? group : null,
      plan: getPlan(cohort, { totalMinor: today.minor, now: ctx.now }),
    };
  });
  return { ...course, cohorts };
}

function getPlan({ planned }: CohortView, today: { totalMinor: number; now: Date }): PricedCohort["plan"] {
  if (!planned?.paymentPlan) return null;
  const parts = getPlanParts(planned, { ...today, endsWithCourse: planned.endsWithCourse });
  if (!parts) return null;
  return { partsMinor: parts.map(({ amountMinor }) => amountMinor), monthsBetween: planned.paymentPlan.monthsBetween };
}

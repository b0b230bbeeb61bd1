import { type CohortView, type CoursePageView, getCoursePage } from "../courses/get-course-page.ts";
import { getPlanParts } from "../courses/payment-plan.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { type EarlyPrice, loadEarlyPrices } from "./load-early-prices.ts";

export type PricedCohort = CohortView & {
  /** What it costs whoever orders early, while there is such a price. */
  early: EarlyPrice | null;
  /** How the price of today may be paid in parts, as at checkout; without days, for the page is kept for longer than one. */
  plan: { partsMinor: readonly number[]; monthsBetween: number } | null;
};

export type PricedCoursePage = Omit<CoursePageView, "cohorts"> & { cohorts: PricedCohort[] };

/** The course that everybody sees, with what a place costs today. Not found as by `getCoursePage`. */
export async function getPricedCoursePage(ctx: ReadCtx, slug: string): Promise<PricedCoursePage | undefined> {
  const course = await getCoursePage(ctx, slug);
  if (!course) return undefined;
  const prices = await loadEarlyPrices(ctx, { courseId: course.id, cohorts: course.cohorts });
  const cohorts = course.cohorts.map((cohort) => {
    const early = prices.get(cohort.id) ?? null;
    return {
      ...cohort,
      early,
      plan: getPlan(cohort, { totalMinor: (early?.price ?? cohort.price).minor, now: ctx.now }),
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

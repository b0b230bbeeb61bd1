import { eq } from "drizzle-orm";
import { cohorts, courses, priceRules } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { message } from "#messages/message.ts";
import { formatLocalDay } from "../kernel/local-time.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { PriceRuleFields } from "./inputs.ts";
import type { PriceRule } from "./load-price-rules.ts";

/** Refuses (`not_found`) a price rule that does not exist. */
export async function loadPriceRule(read: Reader, priceRuleId: string): Promise<PriceRule> {
  const [rule] = await read.select().from(priceRules).where(eq(priceRules.id, priceRuleId));
  if (!rule) throw new Refusal("not_found");
  return rule;
}

/** A price rule as its form has it: with days of the school's calendar, the last one included. */
export function toPriceRuleFields(rule: PriceRule, timezone: string): PriceRuleFields {
  const { id: _, state: __, createdAt: ___, updatedAt: ____, endedAt: _____, startsAt, endsAt, ...fields } = rule;
  return {
    ...fields,
    startsOn: startsAt && formatLocalDay(startsAt, timezone),
    endsOn: endsAt && formatLocalDay(new Date(endsAt.getTime() - 1), timezone),
  };
}

/** The course of a rule for one cohort is that cohort's. Refuses (`invalid_input`) a course or cohort that does not exist. */
export async function findRuleTarget(
  read: Reader,
  { courseId, cohortId }: Pick<PriceRuleFields, "courseId" | "cohortId">,
): Promise<Pick<PriceRule, "courseId" | "cohortId">> {
  const unknown = (field: string) =>
    new Refusal("invalid_input", { fields: { [field]: message("fields.coupon_scope_unknown") } });
  if (cohortId !== null) {
    const [cohort] = await read.select({ courseId: cohorts.courseId }).from(cohorts).where(eq(cohorts.id, cohortId));
    if (!cohort || (courseId !== null && courseId !== cohort.courseId)) throw unknown("cohortId");
    return { cohortId, courseId: cohort.courseId };
  }
  if (courseId === null) return { courseId, cohortId };
  const [course] = await read.select({ id: courses.id }).from(courses).where(eq(courses.id, courseId));
  if (!course) throw unknown("courseId");
  return { courseId, cohortId };
}

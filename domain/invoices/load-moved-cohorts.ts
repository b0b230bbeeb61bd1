import { and, eq, ne, or } from "drizzle-orm";
import { claimLinks, cohorts, courses, enrolments, orderLines } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { selectText } from "../courses/course-texts.ts";
import { pickLanguage } from "../settings/pick-language.ts";
import type { OrderFacts } from "./load-order-facts.ts";

/** Of each line of an order whose place the office or its student has moved, the name of the cohort where it is by now, in the buyer's language. */
export async function loadMovedCohorts(
  read: Reader,
  { order, settings, buyer }: OrderFacts,
): Promise<ReadonlyMap<string, string>> {
  const rows = await read
    .select({ lineId: orderLines.id, cohort: selectText(cohorts.name, pickLanguage(settings, buyer.language)) })
    .from(orderLines)
    .leftJoin(claimLinks, eq(claimLinks.orderLineId, orderLines.id))
    .innerJoin(enrolments, or(eq(enrolments.orderLineId, orderLines.id), eq(enrolments.id, claimLinks.enrolmentId)))
    .innerJoin(cohorts, eq(cohorts.id, enrolments.cohortId))
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .where(and(eq(orderLines.orderId, order.id), ne(enrolments.cohortId, orderLines.cohortId)));
  return new Map(rows.map(({ lineId, cohort }) => [lineId, cohort]));
}

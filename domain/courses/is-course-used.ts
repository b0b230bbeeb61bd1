import { eq, exists, inArray, or, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import {
  accessEvents,
  applications,
  cohortPrerequisites,
  cohorts,
  enrolments,
  grants,
  holds,
  orderLines,
  waitingList,
} from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";

/** SQL: whether anybody has or had anything in a course: a place, an order, access, or a seat held or waited for. */
export function isCourseUsed(read: Reader, courseId: SQLWrapper): SQL<unknown> {
  const own = read.select({ id: cohorts.id }).from(cohorts).where(eq(cohorts.courseId, courseId));
  const any = (table: SQLiteTable, condition: SQL | undefined) =>
    exists(read.select({ one: sql`1` }).from(table).where(condition));
  return sql`case when ${or(
    any(enrolments, inArray(enrolments.cohortId, own)),
    any(grants, eq(grants.courseId, courseId)),
    any(accessEvents, eq(accessEvents.courseId, courseId)),
    any(orderLines, inArray(orderLines.cohortId, own)),
    any(holds, inArray(holds.cohortId, own)),
    any(applications, inArray(applications.cohortId, own)),
    any(cohortPrerequisites, eq(cohortPrerequisites.courseId, courseId)),
    any(waitingList, inArray(waitingList.cohortId, own)),
  )} then 1 else 0 end`;
}

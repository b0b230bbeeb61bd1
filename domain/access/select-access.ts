import { and, asc, eq, type SQL, type SQLWrapper } from "drizzle-orm";
import type { GrantReason } from "#db/enums.ts";
import { gatherRows } from "#db/json-list.ts";
import { courses, enrolments, grants, orderLines, orders, users } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { isLiveGrant } from "./get-access.ts";

export type AccessRow = {
  id: string;
  courseId: string;
  courseTitle: string;
  courseLanguage: string;
  why: GrantReason;
  /** None means for good. */
  endsAt: Date | null;
  orderCode: string | null;
};

/** SQL: what the person of a row of users may open now, by course, and the order that gave it. No more than `max`. */
export function selectAccess(read: Reader, now: SQLWrapper, max: number): SQL<AccessRow[]> {
  const fields = {
    id: grants.id,
    courseId: courses.id,
    courseTitle: courses.title,
    courseLanguage: courses.language,
    why: grants.why,
    endsAt: grants.endsAt,
    orderCode: orders.code,
  };
  return gatherRows(read, fields, (select) =>
    select
      .from(grants)
      .innerJoin(courses, eq(courses.id, grants.courseId))
      .leftJoin(enrolments, eq(enrolments.id, grants.enrolmentId))
      .leftJoin(orderLines, eq(orderLines.id, enrolments.orderLineId))
      .leftJoin(orders, eq(orders.id, orderLines.orderId))
      .where(and(eq(grants.studentId, users.id), isLiveGrant(now)))
      .orderBy(asc(courses.sortKey), asc(grants.id))
      .limit(max),
  );
}

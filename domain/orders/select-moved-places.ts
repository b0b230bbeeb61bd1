import { and, asc, eq, ne, type SQL, sql } from "drizzle-orm";
import { gatherRows } from "#db/json-list.ts";
import { cohorts, courses, enrolments, orderLines, stateChanges } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { selectText, selectTextLanguage } from "../courses/course-texts.ts";

/** Where a bought place is now, or was when it ended, when the office has moved it to another cohort. */
export type MovedPlace = {
  enrolmentId: string;
  cohortId: string;
  cohortName: string;
  cohortLanguage: string;
  startsAt: Date | null;
  timezone: string;
  /** When it was moved last; none for a place of which no move was recorded. */
  movedAt: Date | null;
};

/**
 * SQL: the places of an order line that are in another cohort than was sold. An order and its receipt are documents of their
 * day: the line goes on naming what was sold, as a finalised invoice at Stripe does and a registration that was transferred at
 * Arlo, and the move is said beside it. pretix rewrites the position and issues its invoice anew; that is for a change of price,
 * and a move leaves the price as it is.
 */
export function selectMovedPlaces(read: Reader, language?: string): SQL<MovedPlace[]> {
  // A move is recorded as a change of state from active to active.
  const movedAt = read
    .select({ at: sql`max(${stateChanges.at})` })
    .from(stateChanges)
    .where(
      sql`${stateChanges.objectType} = 'enrolment' and ${stateChanges.objectId} = ${enrolments.id}
        and ${stateChanges.fromState} = 'active' and ${stateChanges.toState} = 'active'`,
    );
  const fields = {
    enrolmentId: enrolments.id,
    cohortId: cohorts.id,
    cohortName: selectText(cohorts.name, language),
    cohortLanguage: selectTextLanguage(cohorts.name, language),
    startsAt: cohorts.startsAt,
    timezone: cohorts.timezone,
    movedAt: sql<Date | null>`(${movedAt})`.mapWith(stateChanges.at),
  };
  return gatherRows(read, fields, (select) =>
    select
      .from(enrolments)
      .innerJoin(cohorts, eq(cohorts.id, enrolments.cohortId))
      .innerJoin(courses, eq(courses.id, cohorts.courseId))
      .where(and(eq(enrolments.orderLineId, orderLines.id), ne(enrolments.cohortId, orderLines.cohortId)))
      .orderBy(asc(enrolments.createdAt), asc(enrolments.id)),
  ) as SQL<MovedPlace[]>;
}

import { and, eq, gt, isNull, or, type SQL, type SQLWrapper } from "drizzle-orm";
import { cohorts, courses } from "#db/schema/index.ts";

/** SQL, in a query of courses: an offering of the course is open and not over. `now`: a moment, or the parameter that stands for one. */
export function isOffered(now: Date | SQLWrapper): SQL | undefined {
  return and(
    eq(cohorts.courseId, courses.id),
    eq(cohorts.state, "open"),
    or(isNull(cohorts.endsAt), gt(cohorts.endsAt, now)),
  );
}

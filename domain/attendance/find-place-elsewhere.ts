import { and, asc, eq, inArray } from "drizzle-orm";
import { cohorts, enrolments } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import type { FoundMeeting } from "./find-meeting.ts";

/**
 * In which other cohort of its course a student takes part who is not in that of the meeting; undefined when in none. Only they are told of
 * what they know already: the course, and that it is held more than once.
 */
export async function findPlaceElsewhere(
  from: Reader | Tx,
  { studentId, meeting }: { studentId: string; meeting: Pick<FoundMeeting, "courseId"> },
): Promise<{ cohortName: string } | undefined> {
  const [place] = await from
    .select({ cohortName: cohorts.name })
    .from(enrolments)
    .innerJoin(cohorts, eq(cohorts.id, enrolments.cohortId))
    .where(
      and(
        eq(enrolments.studentId, studentId),
        eq(enrolments.courseId, meeting.courseId),
        inArray(enrolments.state, ["active", "completed"]),
      ),
    )
    .orderBy(asc(enrolments.state), asc(enrolments.createdAt))
    .limit(1);
  return place;
}

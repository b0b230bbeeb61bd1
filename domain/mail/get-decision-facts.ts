import { eq } from "drizzle-orm";
import { cohorts, courses, users } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";

/** What the office reads of a cohort that has to be confirmed or cancelled. */
export type DecisionFacts = {
  name: string;
  courseId: string;
  courseTitle: string;
  cohortId: string;
  cohortName: string;
  startsAt: Date | null;
  timezone: string;
  place: string;
  studentsMin: number;
  taken: number;
};

export async function getDecisionFacts(
  read: Reader,
  { cohortId, userId }: { cohortId: string; userId: string },
): Promise<DecisionFacts | undefined> {
  const [row] = await read
    .select({
      name: users.name,
      courseId: courses.id,
      courseTitle: courses.title,
      cohortId: cohorts.id,
      cohortName: cohorts.name,
      startsAt: cohorts.startsAt,
      timezone: cohorts.timezone,
      place: cohorts.place,
      studentsMin: cohorts.studentsMin,
      taken: cohorts.taken,
    })
    .from(cohorts)
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .innerJoin(users, eq(users.id, userId))
    .where(eq(cohorts.id, cohortId));
  return row && row.studentsMin !== null ? { ...row, studentsMin: row.studentsMin } : undefined;
}

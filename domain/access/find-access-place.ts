import { eq } from "drizzle-orm";
import { cohorts, enrolments } from "#db/schema/index.ts";
import type { EnrolmentState } from "#db/enums.ts";
import type { Tx } from "#db/types.ts";
import { Refusal } from "../kernel/refusal.ts";

/** An enrolment whose access a verb changes, and the timezone of its cohort. */
export type AccessPlace = {
  enrolmentId: string;
  studentId: string;
  courseId: string;
  state: EnrolmentState;
  timezone: string;
};

export async function findAccessPlace(tx: Tx, enrolmentId: string): Promise<AccessPlace> {
  const [found] = await tx
    .select({
      enrolmentId: enrolments.id,
      studentId: enrolments.studentId,
      courseId: enrolments.courseId,
      state: enrolments.state,
      timezone: cohorts.timezone,
    })
    .from(enrolments)
    .innerJoin(cohorts, eq(cohorts.id, enrolments.cohortId))
    .where(eq(enrolments.id, enrolmentId));
  if (!found) throw new Refusal("not_found");
  return found;
}

/** A place that waits for payment has opened nothing yet, and one that was taken back opens nothing more. */
export const hasAccess = (state: EnrolmentState): boolean => ["active", "suspended", "completed"].includes(state);

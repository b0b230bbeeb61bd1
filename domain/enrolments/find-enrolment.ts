import { eq } from "drizzle-orm";
import { courseStaff, enrolments } from "#db/schema/index.ts";
import type { Tx } from "#db/types.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { Resource } from "../policy.ts";

type Enrolment = typeof enrolments.$inferSelect;

/** Loads an enrolment for a verb, with whose it is and who teaches its course, as the policy wants to know it. */
export async function findEnrolment(
  tx: Tx,
  enrolmentId: string,
): Promise<{ enrolment: Enrolment; resource: Resource }> {
  const [enrolment] = await tx.select().from(enrolments).where(eq(enrolments.id, enrolmentId));
  if (!enrolment) throw new Refusal("not_found");
  const teachers = await tx
    .select({ userId: courseStaff.userId })
    .from(courseStaff)
    .where(eq(courseStaff.courseId, enrolment.courseId));
  const teacherIds = teachers.map(({ userId }) => userId);
  return { enrolment, resource: { ownerId: enrolment.studentId, teacherIds } };
}

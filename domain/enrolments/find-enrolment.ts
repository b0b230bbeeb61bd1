import { eq } from "drizzle-orm";
import { courseStaff, enrolments } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { type Action, type Authorized, authorize, type Resource } from "../policy.ts";

/** Loads an enrolment for a verb and lets it through the policy. Somebody else's is not found, like one that does not exist. */
export async function findEnrolment(
  ctx: StepCtx,
  action: Action,
  enrolmentId: string,
): Promise<Authorized<typeof enrolments.$inferSelect>> {
  const [enrolment] = await ctx.tx.select().from(enrolments).where(eq(enrolments.id, enrolmentId));
  if (!enrolment) throw new Refusal("not_found");
  return authorize(ctx, action, enrolment, await getEnrolmentResource(ctx, enrolment));
}

/** Whose an enrolment is and who teaches its course, as the policy wants to know it. */
export async function getEnrolmentResource(ctx: StepCtx, enrolment: typeof enrolments.$inferSelect): Promise<Resource> {
  const teachers = await ctx.tx
    .select({ userId: courseStaff.userId })
    .from(courseStaff)
    .where(eq(courseStaff.courseId, enrolment.courseId));
  return { ownerId: enrolment.studentId, teacherIds: teachers.map(({ userId }) => userId) };
}

import { and, asc, eq, inArray } from "drizzle-orm";
import { cohorts, courseStaff, enrolments, users } from "#db/schema/index.ts";
import type { EnrolmentState } from "#db/enums.ts";
import { formatEmail } from "../kernel/email-address.ts";
import { selectDone, selectMaterialCount } from "./load-completion.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { authorize, isAllowed } from "../policy.ts";

export type ClassMember = {
  enrolmentId: string;
  name: string;
  /** None for whoever may not read students' addresses: a teacher writes to nobody past the school. */
  email: string | null;
  state: Extract<EnrolmentState, "active" | "suspended" | "completed">;
  /** How many of the course's materials they have done, of how many. */
  done: number;
  materials: number;
};

/** Who takes part: neither those who still have to pay nor those who wait. */
export const TAKES_PART = ["active", "suspended", "completed"] as const satisfies readonly EnrolmentState[];

/** Who is in a cohort, as a class list is sorted: for who teaches its course, and the office. All of them, for one sheet. */
export async function listClass(ctx: ReadCtx, cohortId: string): Promise<ClassMember[]> {
  const teachers = await ctx.read
    .select({ userId: courseStaff.userId })
    .from(courseStaff)
    .innerJoin(cohorts, eq(cohorts.courseId, courseStaff.courseId))
    .where(eq(cohorts.id, cohortId));
  authorize(ctx, "enrolment.read", { ownerId: null, teacherIds: teachers.map(({ userId }) => userId) });
  const maySeeEmails = isAllowed(ctx.actor, "student.read", { ownerId: null });
  const rows = await ctx.read
    .select({
      ...{ enrolmentId: enrolments.id, name: users.name, email: users.email, state: enrolments.state },
      done: selectDone(ctx.read, enrolments),
      materials: selectMaterialCount(ctx.read, enrolments.courseId),
    })
    .from(enrolments)
    .innerJoin(users, eq(users.id, enrolments.studentId))
    .where(and(eq(enrolments.cohortId, cohortId), inArray(enrolments.state, [...TAKES_PART])))
    .orderBy(asc(users.sortKey), asc(users.id));
  return rows.map(({ email, state, ...member }) => ({
    ...member,
    state: state as ClassMember["state"],
    email: maySeeEmails ? formatEmail(email) : null,
  }));
}

import { eq } from "drizzle-orm";
import { users } from "#db/schema/index.ts";
import { explainAccess } from "../access/explain-access.ts";
import { type ExplainedAccess, loadAccess } from "../access/load-access.ts";
import type { ReadCtx, TxCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { CourseAccessView } from "./shapes.ts";

type Of = { studentId: string; courseId: string };

/** What is open to a student, course by course. */
export async function listCourseAccess(
  ctx: ReadCtx,
  of: { studentId: string; courseId?: string | undefined },
): Promise<CourseAccessView[]> {
  const access = await explainAccess(ctx, of);
  const known = await ctx.read.select({ id: users.id }).from(users).where(eq(users.id, of.studentId));
  if (known.length === 0) throw new Refusal("not_found");
  return access.map((each) => toCourseAccessView(each, of.studentId));
}

/** As it stands after a verb, which has let the actor through. */
export async function loadCourseAccess(ctx: TxCtx, { studentId, courseId }: Of): Promise<CourseAccessView> {
  const [access] = await loadAccess({ read: ctx.tx, now: ctx.now }, { studentId, courseId });
  if (!access) throw new Refusal("not_found");
  return toCourseAccessView(access, studentId);
}

function toCourseAccessView(access: ExplainedAccess, studentId: string): CourseAccessView {
  const { courseId, state, startsAt, endsAt } = access;
  const grants = access.grants.map(({ note: _, revokedWhy: __, ...grant }) => grant);
  return { courseId, studentId, state, startsAt, endsAt, grants };
}

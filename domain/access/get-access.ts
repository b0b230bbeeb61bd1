import { and, eq, gt, isNull, lte, or, sql, type SQLWrapper } from "drizzle-orm";
import { courseStaff, enrolments, grants } from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { isAllowed } from "../policy.ts";
import { isTeachingNow } from "./teaching.ts";

/** Why somebody may open a course now, and until when (null: for good). */
export type Access = { why: "enrolled" | "teacher" | "staff"; endsAt: Date | null };

/**
 * Whether the actor may open a course: through a live grant whose enrolment is not suspended, because they teach it, or because
 * they run the school. Access is the union of the live grants, so the one that lasts longest counts.
 */
export async function getAccess(ctx: ReadCtx, courseId: string): Promise<Access | undefined> {
  const { actor } = ctx;
  if (actor.type !== "user") return undefined;
  const live = await ctx.read
    .select({ endsAt: grants.endsAt })
    .from(grants)
    .leftJoin(enrolments, eq(enrolments.id, grants.enrolmentId))
    .where(and(eq(grants.studentId, actor.id), eq(grants.courseId, courseId), isLiveGrant(ctx.now)));
  if (live.length > 0) {
    const forGood = live.some(({ endsAt }) => endsAt === null);
    const latest = Math.max(...live.map(({ endsAt }) => endsAt?.getTime() ?? 0));
    return { why: "enrolled", endsAt: forGood ? null : new Date(latest) };
  }
  const [teaches] = await ctx.read
    .select({ userId: courseStaff.userId })
    .from(courseStaff)
    .where(and(eq(courseStaff.courseId, courseId), eq(courseStaff.userId, actor.id), isTeachingNow(ctx.read)));
  if (teaches) return { why: "teacher", endsAt: null };
  return isAllowed(actor, "course.read_hidden") ? { why: "staff", endsAt: null } : undefined;
}

/** SQL: a grant that opens its course now. Needs `enrolments` joined to the grant's enrolment. */
/** `now` is a moment, or the parameter of a prepared query that will be given one. */
export function isLiveGrant(now: Date | SQLWrapper) {
  return and(
    isNull(grants.revokedAt),
    lte(grants.startsAt, now),
    or(isNull(grants.endsAt), gt(grants.endsAt, now)),
    or(isNull(grants.enrolmentId), sql`${enrolments.state} in ('active', 'completed')`),
  );
}

export async function canOpenCourse(ctx: ReadCtx, courseId: string): Promise<boolean> {
  return (await getAccess(ctx, courseId)) !== undefined;
}

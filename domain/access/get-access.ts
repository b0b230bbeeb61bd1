import { and, eq, gt, isNull, lte, or, sql, type SQLWrapper } from "drizzle-orm";
import { cohorts, courseStaff, enrolments, grants } from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { isAllowed } from "../policy.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";
import { isReleased, type ReleaseRule, type ReleaseTerm } from "./material-release.ts";
import { isTeachingNow } from "./teaching.ts";

/**
 * Why somebody may open a course now, and until when (null: for good). `terms` are those of what a student has, by which materials
 * are published for them; who teaches or runs the school sees all of them.
 */
export type Access = { why: "enrolled" | "teacher" | "staff"; endsAt: Date | null; terms: readonly ReleaseTerm[] };

/**
 * Whether the actor may open a course: through a live grant whose enrolment is not suspended, because they teach it, or because
 * they run the school. Access is the union of the live grants, so the one that lasts longest counts.
 */
export async function getAccess(ctx: AccessCtx, courseId: string): Promise<Access | undefined> {
  const { actor } = ctx;
  if (actor.type !== "user") return undefined;
  const live = await ctx.read
    .select({
      endsAt: grants.endsAt,
      givenAt: grants.createdAt,
      startsAt: cohorts.startsAt,
      timezone: cohorts.timezone,
      enrolledAt: sql`coalesce(${enrolments.activatedAt}, ${enrolments.createdAt})`.mapWith(enrolments.createdAt),
    })
    .from(grants)
    .leftJoin(enrolments, eq(enrolments.id, grants.enrolmentId))
    .leftJoin(cohorts, eq(cohorts.id, enrolments.cohortId))
    .where(and(eq(grants.studentId, actor.id), eq(grants.courseId, courseId), isLiveGrant(ctx.now)));
  if (live.length > 0) {
    const forGood = live.some(({ endsAt }) => endsAt === null);
    const latest = Math.max(...live.map(({ endsAt }) => endsAt?.getTime() ?? 0));
    const isGiven = live.some(({ timezone }) => timezone === null);
    const school = isGiven ? (await getSchoolSettings(ctx.read)).timezone : "";
    const terms = live.map(({ timezone, startsAt, enrolledAt, givenAt }) => ({
      timezone: timezone ?? school,
      beganAt: startsAt ?? (timezone === null ? givenAt : enrolledAt),
    }));
    return { why: "enrolled", endsAt: forGood ? null : new Date(latest), terms };
  }
  const [teaches] = await ctx.read
    .select({ userId: courseStaff.userId })
    .from(courseStaff)
    .where(and(eq(courseStaff.courseId, courseId), eq(courseStaff.userId, actor.id), isTeachingNow(ctx.read)));
  if (teaches) return { why: "teacher", endsAt: null, terms: [] };
  return isAllowed(actor, "course.read_hidden") ? { why: "staff", endsAt: null, terms: [] } : undefined;
}

type AccessCtx = Pick<ReadCtx, "read" | "actor" | "now">;

/**
 * Whether somebody who has access to a course sees one of its materials yet. What a student has done (`doneAt`) stays open to them,
 * also when its day is put off afterwards.
 */
export function isShown(material: ReleaseRule & { doneAt: Date | null }, access: Access, now: Date): boolean {
  return access.why !== "enrolled" || material.doneAt !== null || isReleased(material, access.terms, now);
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

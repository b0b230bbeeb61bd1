import { and, asc, eq, inArray } from "drizzle-orm";
import type { EnrolmentState } from "#db/enums.ts";
import { cohorts, courses, enrolments } from "#db/schema/index.ts";
import { selectIsCertified } from "../certificates/select-is-certified.ts";
import { selectText, selectTextLanguage } from "../courses/course-texts.ts";
import type { ReadCtx } from "../kernel/command.ts";

/** A place of one's own in a course, from enrolling until it ends. */
export type OwnEnrolment = {
  enrolmentId: string;
  state: EnrolmentState;
  courseId: string;
  title: string;
  titleLanguage: string;
  cohortId: string;
  cohortName: string;
  cohortLanguage: string;
  /** It is completed, and has a certificate or waits for the name that stands on it. */
  isCertified: boolean;
};

/** The actor's own places in a course that have not ended, the oldest first. */
export async function listCourseEnrolments(ctx: ReadCtx, slug: string): Promise<OwnEnrolment[]> {
  if (ctx.actor.type !== "user") return [];
  return ctx.read
    .select({
      enrolmentId: enrolments.id,
      state: enrolments.state,
      courseId: courses.id,
      title: selectText(courses.title, ctx.language),
      titleLanguage: selectTextLanguage(courses.title, ctx.language),
      cohortId: cohorts.id,
      cohortName: selectText(cohorts.name, ctx.language),
      cohortLanguage: selectTextLanguage(cohorts.name, ctx.language),
      isCertified: selectIsCertified(ctx.read),
    })
    .from(enrolments)
    .innerJoin(cohorts, eq(cohorts.id, enrolments.cohortId))
    .innerJoin(courses, eq(courses.id, enrolments.courseId))
    .where(
      and(
        eq(enrolments.studentId, ctx.actor.id),
        eq(courses.slug, slug),
        inArray(enrolments.state, ["pending", "active", "suspended", "completed"]),
      ),
    )
    .orderBy(asc(enrolments.createdAt), asc(enrolments.id))
    .limit(PLACES_MAX);
}

const PLACES_MAX = 20;

import { eq, inArray } from "drizzle-orm";
import {
  cancelledMeetings,
  certificateTerms,
  cohortPrerequisites,
  cohortRules,
  cohorts,
  courses,
  courseSearch,
  courseStaff,
  enrolmentQuestions,
  materials,
  materialSections,
  meetingChanges,
  meetings,
  seatBlocks,
} from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import { bumpCatalogueVersion } from "../kernel/catalogue-version.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { isCourseUsed } from "./is-course-used.ts";
import { loadCourse } from "./load-course.ts";

/**
 * Deletes a course for good, with its cohorts, meetings and materials: one that is a draft, and in which nobody ever had a place,
 * an order or access. Refuses any other (`course_not_draft`, `course_in_use`): archiving keeps what people have. The
 * audit log keeps what it was called.
 */
export async function deleteCourse(ctx: WriteCtx, input: { courseId: string }): Promise<void> {
  // Asked before anything is looked for: who may not learns nothing of what there is.
  authorize(ctx, "course.delete", {});
  const { tx } = ctx;
  const { course } = await loadCourse(tx, input.courseId);
  if (course.state !== "draft") throw new Refusal("course_not_draft");
  const own = await tx.select({ id: cohorts.id }).from(cohorts).where(eq(cohorts.courseId, course.id));
  const cohortIds = own.map(({ id }) => id);
  const [found] = await tx
    .select({ isUsed: isCourseUsed(tx, courses.id).mapWith(Boolean) })
    .from(courses)
    .where(eq(courses.id, course.id));
  if (found?.isUsed) throw new Refusal("course_in_use");
  await tx.delete(meetings).where(inArray(meetings.cohortId, cohortIds));
  await tx.delete(cancelledMeetings).where(inArray(cancelledMeetings.cohortId, cohortIds));
  for (const ofCohort of [meetingChanges, certificateTerms, cohortRules, cohortPrerequisites, seatBlocks]) {
    await tx.delete(ofCohort).where(inArray(ofCohort.cohortId, cohortIds));
  }
  await tx.delete(enrolmentQuestions).where(eq(enrolmentQuestions.courseId, course.id));
  await tx.delete(cohorts).where(eq(cohorts.courseId, course.id));
  await tx.delete(materials).where(eq(materials.courseId, course.id));
  await tx.delete(materialSections).where(eq(materialSections.courseId, course.id));
  await tx.delete(courseStaff).where(eq(courseStaff.courseId, course.id));
  await tx.delete(courseSearch).where(eq(courseSearch.courseId, course.id));
  await tx.delete(courses).where(eq(courses.id, course.id));
  await bumpCatalogueVersion(ctx);
  const before = { title: course.title, slug: course.slug, cohorts: cohortIds.length };
  await audit(ctx, "course.delete", { type: "course", id: course.id }, { before });
}

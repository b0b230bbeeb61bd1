import { and, asc, eq, isNull } from "drizzle-orm";
import { courses, courseStaff, enrolmentQuestions, materials, materialSections } from "#db/schema/index.ts";
import { issue } from "#messages/message.ts";
import { audit } from "../audit.ts";
import type { StepCtx, WriteCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import { createLineInput } from "../kernel/text-inputs.ts";
import { authorize } from "../policy.ts";
import { copyQuestions } from "./copy-questions.ts";
import { LENGTHS } from "./inputs.ts";
import { insertCourse } from "./insert-course.ts";
import { loadCourse } from "./load-course.ts";
import type { Course } from "./machine.ts";
import { updateSearchRow } from "./update-search-row.ts";

export const CopyTitle = createLineInput(LENGTHS.title).min(1, issue("fields.course_title_needed"));

/**
 * Makes a draft like this course: its texts in every language, who teaches it, its sections and materials with their files, and what it
 * asks at enrolment. Cohorts, students and what they did stay with the course itself. The title is another one, in each language.
 */
export async function copyCourse(ctx: WriteCtx, input: { courseId: string; title: string }): Promise<Course> {
  authorize(ctx, "course.create", {});
  const { course } = await loadCourse(ctx.tx, input.courseId);
  const { summary, description, subject, level, language, imageFileId, taxKind } = course;
  const fields = { title: input.title, summary, description, subject, level, language, imageFileId, taxKind };
  const made = await insertCourse(ctx, fields);
  const translations = course.translations && withoutTitles(course.translations);
  await ctx.tx.update(courses).set({ translations }).where(eq(courses.id, made.id));
  await updateSearchRow(ctx, made.id);
  await copyStaff(ctx, course.id, made.id);
  await copyMaterials(ctx, course.id, made.id);
  const own = and(
    eq(enrolmentQuestions.courseId, course.id),
    isNull(enrolmentQuestions.cohortId),
    isNull(enrolmentQuestions.retiredAt),
  );
  await copyQuestions(ctx, own as NonNullable<typeof own>, { courseId: made.id, cohortId: null });
  const after = { title: made.title, slug: made.slug, copyOf: course.id };
  await audit(ctx, "course.create", { type: "course", id: made.id }, { after });
  return { ...made, translations };
}

const withoutTitles = (translations: NonNullable<Course["translations"]>) =>
  Object.fromEntries(Object.entries(translations).map(([tag, { title: _, ...others }]) => [tag, others]));

async function copyStaff({ tx }: StepCtx, from: string, to: string): Promise<void> {
  const staff = await tx.select().from(courseStaff).where(eq(courseStaff.courseId, from));
  if (staff.length > 0) await tx.insert(courseStaff).values(staff.map((each) => ({ ...each, courseId: to })));
}

/** Rows of one statement, so that no engine counts too many values. */
const ROWS_MAX = 200;

async function copyMaterials({ tx, now }: StepCtx, from: string, to: string): Promise<void> {
  const times = { courseId: to, createdAt: now, updatedAt: now };
  const sections = await tx.select().from(materialSections).where(eq(materialSections.courseId, from));
  const ids = new Map(sections.map(({ id }) => [id, createId("materialSection")]));
  if (sections.length > 0) {
    await tx
      .insert(materialSections)
      .values(sections.map((each) => ({ ...each, ...times, id: ids.get(each.id) as string })));
  }
  const found = await tx.select().from(materials).where(eq(materials.courseId, from)).orderBy(asc(materials.id));
  const rows = found.map((each) => ({
    ...each,
    ...times,
    id: createId("material"),
    sectionId: each.sectionId && (ids.get(each.sectionId) ?? null),
  }));
  for (let first = 0; first < rows.length; first += ROWS_MAX) {
    await tx.insert(materials).values(rows.slice(first, first + ROWS_MAX));
  }
}

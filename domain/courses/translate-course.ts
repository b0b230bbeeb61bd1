import { eq } from "drizzle-orm";
import { z } from "zod";
import { courses } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { bumpCatalogueVersion } from "../kernel/catalogue-version.ts";
import { Refusal } from "../kernel/refusal.ts";
import { createLineInput } from "../kernel/text-inputs.ts";
import { authorize } from "../policy.ts";
import { LanguageTag } from "../settings/inputs.ts";
import { CourseChanges, LENGTHS } from "./inputs.ts";
import { loadCourse } from "./load-course.ts";
import type { Course } from "./machine.ts";
import { COURSE_TEXTS } from "./course-texts.ts";
import { mergeTranslation } from "./merge-translation.ts";
import { updateSearchRow } from "./update-search-row.ts";

const { summary, description } = CourseChanges.shape;

/** A course's texts in another language. What is left empty is shown as it was written. */
export const CourseTranslation = z.object({
  language: LanguageTag,
  title: createLineInput(LENGTHS.title).optional(),
  summary,
  description,
});

export type CourseTranslation = z.output<typeof CourseTranslation> & { courseId: string; seen?: string };

/** Gives a course's texts in one language; with none of them, takes that language out. Refuses what changed since it was `seen`. */
export async function translateCourse(ctx: WriteCtx, input: CourseTranslation): Promise<Course> {
  const { courseId, seen, language, ...texts } = input;
  const loaded = await loadCourse(ctx.tx, courseId);
  authorize(ctx, "course.edit", loaded);
  const { course } = loaded;
  const written = course.language;
  const merged = mergeTranslation({
    present: course.translations,
    fields: COURSE_TEXTS,
    language,
    written,
    texts,
    seen,
  });
  if (!merged) return course;
  const { translations, before, after } = merged;
  const [translated] = await ctx.tx
    .update(courses)
    .set({ translations, updatedAt: ctx.now })
    .where(eq(courses.id, courseId))
    .returning();
  if (!translated) throw new Refusal("not_found");
  await updateSearchRow(ctx, courseId);
  await bumpCatalogueVersion(ctx);
  const change = { before: { [language]: before }, after: { [language]: after } };
  await audit(ctx, "course.edit", { type: "course", id: courseId }, change);
  return translated;
}

import { eq } from "drizzle-orm";
import { z } from "zod";
import { courses } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { bumpCatalogueVersion } from "../kernel/catalogue-version.ts";
import { assertEditVersion } from "../kernel/edit-version.ts";
import { isLanguage } from "../kernel/is-language.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { LanguageTag } from "../settings/inputs.ts";
import { CourseChanges } from "./inputs.ts";
import { loadCourse } from "./load-course.ts";
import type { Course } from "./machine.ts";
import { updateSearchRow } from "./update-search-row.ts";

const { summary, description } = CourseChanges.shape;

/** A course's texts in another language. What is left empty is shown as it was written. */
export const CourseTranslation = z.object({
  language: LanguageTag,
  title: z.string().trim().max(300).optional(),
  summary,
  description,
});

export type CourseTranslation = z.output<typeof CourseTranslation> & { courseId: string; seen?: string };

/** The fields that a form about translations has seen. */
export const TRANSLATED_PARTS = ["translations"];

/** Gives a course's texts in one language; with none of them, takes that language out. Refuses what changed since it was `seen`. */
export async function translateCourse(ctx: WriteCtx, input: CourseTranslation): Promise<Course> {
  const { courseId, seen, language, ...texts } = input;
  const loaded = await loadCourse(ctx.tx, courseId);
  authorize(ctx, "course.edit", loaded);
  const { course } = loaded;
  const given = Object.fromEntries(Object.entries(texts).filter(([, text]) => text));
  // Texts in one that is none can still be taken out.
  if (Object.keys(given).length > 0 && !isLanguage(language))
    throw new Refusal("invalid_input", { fields: { language: message("fields.no_such_language") } });
  const others = Object.entries(course.translations ?? {}).filter(([each]) => each !== language);
  const all = Object.keys(given).length > 0 ? [...others, [language, given] as const] : others;
  const translations = all.length > 0 ? Object.fromEntries(all) : null;
  if (JSON.stringify(translations) === JSON.stringify(course.translations)) return course;
  assertEditVersion({ row: course, fields: TRANSLATED_PARTS, wanted: { translations }, seen });
  const [translated] = await ctx.tx
    .update(courses)
    .set({ translations, updatedAt: ctx.now })
    .where(eq(courses.id, courseId))
    .returning();
  if (!translated) throw new Refusal("not_found");
  await updateSearchRow(ctx, courseId);
  await bumpCatalogueVersion(ctx);
  const before = { [language]: course.translations?.[language] ?? null };
  await audit(ctx, "course.edit", { type: "course", id: courseId }, { before, after: { [language]: given } });
  return translated;
}

import { eq } from "drizzle-orm";
import { z } from "zod";
import { materialSections } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import { bumpCatalogueVersion } from "../kernel/catalogue-version.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { createLineInput } from "../kernel/text-inputs.ts";
import { authorize } from "../policy.ts";
import { LanguageTag } from "../settings/inputs.ts";
import { SECTION_TEXTS } from "./course-texts.ts";
import { LENGTHS } from "./inputs.ts";
import { loadCourse, loadSection, type MaterialSection } from "./load-course.ts";
import { mergeTranslation } from "./merge-translation.ts";

/** A section's title in another language than its course was written in. Left empty it is shown as it was written. */
export const SectionTranslation = z.object({
  language: LanguageTag,
  title: createLineInput(LENGTHS.title).optional(),
});

export type SectionTranslation = z.output<typeof SectionTranslation> & { sectionId: string; seen?: string };

/** Gives a section's title in one language, or takes it out. Refuses what changed since it was `seen`. */
export async function translateSection(ctx: WriteCtx, input: SectionTranslation): Promise<MaterialSection> {
  const { sectionId, seen, language, ...texts } = input;
  const section = await loadSection(ctx.tx, sectionId);
  const loaded = await loadCourse(ctx.tx, section.courseId);
  authorize(ctx, "material.edit", loaded);
  const merged = mergeTranslation({
    ...{ present: section.translations, fields: SECTION_TEXTS, language },
    ...{ written: loaded.course.language, texts, seen },
  });
  if (!merged) return section;
  const { translations, before, after } = merged;
  const [translated] = await ctx.tx
    .update(materialSections)
    .set({ translations, updatedAt: ctx.now })
    .where(eq(materialSections.id, sectionId))
    .returning();
  if (!translated) throw new Refusal("not_found");
  await bumpCatalogueVersion(ctx);
  const change = {
    before: { section: sectionId, title: section.title, [language]: before },
    after: { [language]: after },
  };
  await audit(ctx, "material.edit", { type: "course", id: section.courseId }, change);
  return translated;
}

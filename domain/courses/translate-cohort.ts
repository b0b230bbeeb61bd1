import { eq } from "drizzle-orm";
import { z } from "zod";
import { cohorts } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { bumpCatalogueVersion } from "../kernel/catalogue-version.ts";
import { Refusal } from "../kernel/refusal.ts";
import { createLineInput } from "../kernel/text-inputs.ts";
import { authorize } from "../policy.ts";
import { LanguageTag } from "../settings/inputs.ts";
import { LENGTHS } from "./inputs.ts";
import { getCohortLanguage, loadCohort } from "./load-course.ts";
import type { Cohort } from "./machine.ts";
import { COHORT_TEXTS } from "./course-texts.ts";
import { mergeTranslation } from "./merge-translation.ts";
import { updateSearchRow } from "./update-search-row.ts";

/** A cohort's texts in another language than its course was written in. What is left empty is shown as it was written. */
export const CohortTranslation = z.object({
  language: LanguageTag,
  name: createLineInput(LENGTHS.cohortName).optional(),
  place: createLineInput(LENGTHS.place).optional(),
});

export type CohortTranslation = z.output<typeof CohortTranslation> & { cohortId: string; seen?: string };

/** Gives a cohort's texts in one language; with none of them, takes that language out. Refuses what changed since it was `seen`. */
export async function translateCohort(ctx: WriteCtx, input: CohortTranslation): Promise<Cohort> {
  const { cohortId, seen, language, ...texts } = input;
  authorize(ctx, "cohort.edit", {});
  const cohort = await loadCohort(ctx.tx, cohortId);
  const written = await getCohortLanguage(ctx.tx, cohortId);
  const merged = mergeTranslation({
    present: cohort.translations,
    fields: COHORT_TEXTS,
    language,
    written,
    texts,
    seen,
  });
  if (!merged) return cohort;
  const { translations, before, after } = merged;
  const [translated] = await ctx.tx
    .update(cohorts)
    .set({ translations, updatedAt: ctx.now })
    .where(eq(cohorts.id, cohortId))
    .returning();
  if (!translated) throw new Refusal("not_found");
  await updateSearchRow(ctx, cohort.courseId);
  await bumpCatalogueVersion(ctx);
  const change = { before: { [language]: before }, after: { [language]: after } };
  await audit(ctx, "cohort.edit", { type: "cohort", id: cohortId }, change);
  return translated;
}

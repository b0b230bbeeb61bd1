import { eq } from "drizzle-orm";
import { materialSections } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import { bumpCatalogueVersion } from "../kernel/catalogue-version.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { assertEditVersion } from "../kernel/edit-version.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { type SectionFields, SECTION_PARTS } from "./material-inputs.ts";
import { loadCourse, loadSection, type MaterialSection } from "./load-course.ts";

/** Gives a section another title. Refuses when it is no longer as it was `seen`. */
export async function editSection(
  ctx: WriteCtx,
  input: { sectionId: string; seen?: string } & SectionFields,
): Promise<MaterialSection> {
  const { sectionId, seen, title } = input;
  const section = await loadSection(ctx.tx, sectionId);
  authorize(ctx, "material.edit", await loadCourse(ctx.tx, section.courseId));
  if (section.title === title) return section;
  assertEditVersion({ row: section, fields: SECTION_PARTS, wanted: { title }, seen });
  const [edited] = await ctx.tx
    .update(materialSections)
    .set({ title, updatedAt: ctx.now })
    .where(eq(materialSections.id, sectionId))
    .returning();
  if (!edited) throw new Refusal("not_found");
  await bumpCatalogueVersion(ctx);
  await audit(
    ctx,
    "material.edit",
    { type: "course", id: section.courseId },
    { before: { section: sectionId, title: section.title }, after: { title } },
  );
  return edited;
}

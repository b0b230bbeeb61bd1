import { count, eq, max } from "drizzle-orm";
import { materialSections } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import { bumpCatalogueVersion } from "../kernel/catalogue-version.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { SECTIONS_MAX, type SectionFields } from "./material-inputs.ts";
import { loadCourse, type MaterialSection } from "./load-course.ts";

/** Puts one more heading at the end of a course's materials. Materials are moved under it afterwards. */
export async function addSection(ctx: WriteCtx, input: { courseId: string } & SectionFields): Promise<MaterialSection> {
  const { courseId, title } = input;
  authorize(ctx, "material.edit", await loadCourse(ctx.tx, courseId));
  const [present] = await ctx.tx
    .select({ count: count(), last: max(materialSections.position) })
    .from(materialSections)
    .where(eq(materialSections.courseId, courseId));
  if ((present?.count ?? 0) >= SECTIONS_MAX) {
    throw new Refusal("invalid_input", { words: message("fields.course_sections_max", { count: SECTIONS_MAX }) });
  }
  const section: MaterialSection = {
    ...{ id: createId("materialSection"), courseId, title, translations: null },
    ...{ position: Number(present?.last ?? 0) + 1, createdAt: ctx.now, updatedAt: ctx.now },
  };
  await ctx.tx.insert(materialSections).values(section);
  await bumpCatalogueVersion(ctx);
  await audit(ctx, "material.edit", { type: "course", id: courseId }, { after: { section: section.id, title } });
  return section;
}

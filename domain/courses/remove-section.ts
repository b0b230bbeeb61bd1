import { eq } from "drizzle-orm";
import { materials, materialSections } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import { bumpCatalogueVersion } from "../kernel/catalogue-version.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import { loadCourse, loadSection } from "./load-course.ts";
import { loadMaterialGroups } from "./material-order.ts";

/** Takes a heading out. What stood under it goes to the end of the section before, so that the order stays; nothing is lost. */
export async function removeSection(ctx: WriteCtx, input: { sectionId: string }): Promise<void> {
  const { id, courseId, title } = await loadSection(ctx.tx, input.sectionId);
  authorize(ctx, "material.edit", await loadCourse(ctx.tx, courseId));
  const { groups } = await loadMaterialGroups(ctx.tx, courseId);
  const at = groups.findIndex(({ sectionId }) => sectionId === id);
  const [before, own] = [groups[at - 1], groups[at]];
  for (const [place, materialId] of (own?.ids ?? []).entries()) {
    await ctx.tx
      .update(materials)
      .set({ sectionId: before?.sectionId ?? null, position: (before?.ids.length ?? 0) + place + 1 })
      .where(eq(materials.id, materialId));
  }
  // The positions of the section before may have gaps, which its own order does not show.
  for (const [place, materialId] of (before?.ids ?? []).entries()) {
    await ctx.tx
      .update(materials)
      .set({ position: place + 1 })
      .where(eq(materials.id, materialId));
  }
  await ctx.tx.delete(materialSections).where(eq(materialSections.id, id));
  await bumpCatalogueVersion(ctx);
  await audit(ctx, "material.edit", { type: "course", id: courseId }, { before: { section: id, title } });
}

import { eq } from "drizzle-orm";
import { accessEvents, materials } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import { bumpCatalogueVersion } from "../kernel/catalogue-version.ts";
import { loadCourse, loadMaterial } from "./load-course.ts";

/** Takes a material out of a course. That somebody opened the course stays on record; which thing it was goes with the thing. */
export async function removeMaterial(ctx: WriteCtx, input: { materialId: string }): Promise<void> {
  const material = await loadMaterial(ctx.tx, input.materialId);
  const loaded = await loadCourse(ctx.tx, material.courseId);
  authorize(ctx, "material.edit", loaded);
  const { course } = loaded;
  await ctx.tx.update(accessEvents).set({ materialId: null }).where(eq(accessEvents.materialId, material.id));
  await ctx.tx.delete(materials).where(eq(materials.id, material.id));
  await bumpCatalogueVersion(ctx);
  const { id, kind, title } = material;
  await audit(ctx, "material.edit", { type: "course", id: course.id }, { before: { material: id, kind, title } });
}

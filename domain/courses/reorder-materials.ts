import { eq } from "drizzle-orm";
import { materials, materialSections } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { bumpCatalogueVersion } from "../kernel/catalogue-version.ts";
import { loadCourse } from "./load-course.ts";
import { IN_COURSE_ORDER, isSectionOfMaterial } from "./material-order.ts";

/** Puts a course's materials in this order, each within its section. Refuses unless each of them is named once: another edit came in between. */
export async function reorderMaterials(
  ctx: WriteCtx,
  input: { courseId: string; materialIds: string[] },
): Promise<void> {
  const loaded = await loadCourse(ctx.tx, input.courseId);
  authorize(ctx, "material.edit", loaded);
  const { course } = loaded;
  const present = await ctx.tx
    .select({ id: materials.id, position: materials.position })
    .from(materials)
    .leftJoin(materialSections, isSectionOfMaterial)
    .where(eq(materials.courseId, course.id))
    .orderBy(...IN_COURSE_ORDER);
  const before = present.map(({ id }) => id);
  const wanted = input.materialIds;
  if ([...before].sort().join() !== [...wanted].sort().join()) throw new Refusal("wrong_state");
  if (before.join() === wanted.join()) return;
  const positions = new Map(present.map(({ id, position }) => [id, position]));
  for (const [place, id] of wanted.entries()) {
    if (positions.get(id) === place + 1) continue;
    await ctx.tx
      .update(materials)
      .set({ position: place + 1 })
      .where(eq(materials.id, id));
  }
  await bumpCatalogueVersion(ctx);
  await audit(
    ctx,
    "material.edit",
    { type: "course", id: course.id },
    { before: { order: before }, after: { order: wanted } },
  );
}

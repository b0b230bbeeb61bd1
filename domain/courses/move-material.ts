import { and, eq } from "drizzle-orm";
import { materials } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import { bumpCatalogueVersion } from "../kernel/catalogue-version.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { loadCourse, loadMaterial } from "./load-course.ts";
import { loadMaterialGroups } from "./material-order.ts";
import { type MaterialMove, computeMaterialOrder } from "./material-moves.ts";

/**
 * Moves one material, within its section or into another. Only this one is spoken of, so two people who each move another one
 * both get what they wanted. Refuses where it cannot go: `wrong_state` when the section or the neighbour is gone by now.
 */
export async function moveMaterial(ctx: WriteCtx, input: { materialId: string } & MaterialMove): Promise<void> {
  const { materialId, ...move } = input;
  const material = await loadMaterial(ctx.tx, materialId);
  authorize(ctx, "material.edit", await loadCourse(ctx.tx, material.courseId));
  const { placed, groups } = await loadMaterialGroups(ctx.tx, material.courseId);
  const moved = computeMaterialOrder(groups, materialId, move);
  if (!moved) throw new Refusal("wrong_state");
  let hasChanged = false;
  for (const { sectionId, ids } of moved) {
    for (const [place, id] of ids.entries()) {
      const before = placed.get(id);
      if (before?.sectionId === sectionId && before.position === place + 1) continue;
      hasChanged = true;
      await ctx.tx
        .update(materials)
        .set({ sectionId, position: place + 1 })
        .where(and(eq(materials.id, id), eq(materials.courseId, material.courseId)));
    }
  }
  if (!hasChanged) return;
  const order = (all: typeof groups) => all.flatMap(({ ids }) => ids);
  const section = (all: typeof groups) => all.find(({ ids }) => ids.includes(materialId))?.sectionId ?? null;
  await bumpCatalogueVersion(ctx);
  await audit(
    ctx,
    "material.edit",
    { type: "course", id: material.courseId },
    {
      before: { material: materialId, section: section(groups), order: order(groups) },
      after: { section: section(moved), order: order(moved) },
    },
  );
}

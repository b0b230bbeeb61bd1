import { eq } from "drizzle-orm";
import { materialSections } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import { bumpCatalogueVersion } from "../kernel/catalogue-version.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { loadCourse, loadSection } from "./load-course.ts";
import { SECTION_ORDER } from "./material-order.ts";
import { type Direction, computeSectionOrder } from "./material-moves.ts";

/** Moves a section with all that stands under it. Refuses (`wrong_state`) when the one before which it should stand is gone. */
export async function moveSection(
  ctx: WriteCtx,
  input: { sectionId: string } & ({ direction: Direction } | { beforeId: string | null }),
): Promise<void> {
  const { sectionId, ...move } = input;
  const { courseId } = await loadSection(ctx.tx, sectionId);
  authorize(ctx, "material.edit", await loadCourse(ctx.tx, courseId));
  const present = await ctx.tx
    .select({ id: materialSections.id, position: materialSections.position })
    .from(materialSections)
    .where(eq(materialSections.courseId, courseId))
    .orderBy(...SECTION_ORDER);
  const before = present.map(({ id }) => id);
  const after = computeSectionOrder(before, sectionId, move);
  if (!after) throw new Refusal("wrong_state");
  if (after.join() === before.join()) return;
  const positions = new Map(present.map(({ id, position }) => [id, position]));
  for (const [place, id] of after.entries()) {
    if (positions.get(id) === place + 1) continue;
    await ctx.tx
      .update(materialSections)
      .set({ position: place + 1 })
      .where(eq(materialSections.id, id));
  }
  await bumpCatalogueVersion(ctx);
  await audit(
    ctx,
    "material.edit",
    { type: "course", id: courseId },
    { before: { section: sectionId, order: before }, after: { order: after } },
  );
}

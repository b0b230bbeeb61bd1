import { and, eq } from "drizzle-orm";
import { materialProgress } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { findOpenMaterial } from "./find-open-material.ts";

/** Takes back that a material is done. An enrolment that was completed by it stays completed. */
export async function undoMaterialDone(ctx: WriteCtx, input: { materialId: string }): Promise<void> {
  const found = await findOpenMaterial(ctx, input.materialId);
  authorize(ctx, "progress.edit", { ownerId: found?.studentId ?? null });
  if (!found) throw new Refusal("not_found");
  const { material, studentId } = found;
  const [removed] = await ctx.tx
    .delete(materialProgress)
    .where(and(eq(materialProgress.studentId, studentId), eq(materialProgress.materialId, material.id)))
    .returning({ materialId: materialProgress.materialId });
  if (!removed) return;
  await audit(
    ctx,
    "progress.edit",
    { type: "course", id: material.courseId },
    { before: { material: material.id, done: true }, after: { done: false } },
  );
}

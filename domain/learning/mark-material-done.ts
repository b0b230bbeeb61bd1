import { materialProgress } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import { completeByRule } from "../enrolments/complete-by-rule.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { findOpenMaterial } from "./find-open-material.ts";

/**
 * A student says that they have done a material; what their cohort's rule asks may be fulfilled by that. Pressed on two devices at
 * once, or again, it stays done since the first time. Refuses (`not_found`) what is not open to them.
 */
export async function markMaterialDone(ctx: WriteCtx, input: { materialId: string }): Promise<{ completed: boolean }> {
  const found = await findOpenMaterial(ctx, input.materialId);
  authorize(ctx, "progress.edit", { ownerId: found?.studentId ?? null });
  if (!found) throw new Refusal("not_found");
  const { material, studentId } = found;
  const { courseId } = material;
  const [added] = await ctx.tx
    .insert(materialProgress)
    .values({ studentId, materialId: material.id, courseId, doneAt: ctx.now })
    .onConflictDoNothing()
    .returning({ materialId: materialProgress.materialId });
  if (!added) return { completed: false };
  const completed = await completeByRule(ctx, { studentId, courseId });
  await audit(ctx, "progress.edit", { type: "course", id: courseId }, { after: { material: material.id, done: true } });
  return { completed };
}

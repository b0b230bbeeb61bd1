import { accessEvents, coursePositions } from "#db/schema/index.ts";
import { getActorId } from "../kernel/actor.ts";
import type { TxCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";

/** Records that a student opened a material (or the course, without one), from which they go on next time. May be lost with the power; nothing hangs on it. */
export async function recordOpening(ctx: TxCtx, input: { courseId: string; materialId?: string }): Promise<void> {
  await ctx.tx.insert(accessEvents).values({
    id: createId("accessEvent"),
    studentId: getActorId(ctx.actor),
    courseId: input.courseId,
    materialId: input.materialId ?? null,
    at: ctx.now,
  });
  if (input.materialId === undefined) return;
  await ctx.tx
    .insert(coursePositions)
    .values({
      studentId: getActorId(ctx.actor),
      courseId: input.courseId,
      materialId: input.materialId,
      openedAt: ctx.now,
    })
    .onConflictDoUpdate({
      target: [coursePositions.studentId, coursePositions.courseId],
      set: { materialId: input.materialId, openedAt: ctx.now },
    });
}

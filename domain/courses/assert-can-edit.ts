import type { ReadCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import { loadCourse } from "./load-course.ts";

/** Asked before a course's picture or a material's file is kept: nobody's bytes reach the disk who may not change the course. */
export async function assertCanEdit(
  ctx: ReadCtx,
  what: "course.edit" | "material.edit",
  courseId: string,
): Promise<void> {
  authorize(ctx, what, await loadCourse(ctx.read, courseId));
}

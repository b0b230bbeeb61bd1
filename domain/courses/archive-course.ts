import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { transition } from "../kernel/transitions.ts";
import { authorize } from "../policy.ts";
import { bumpCatalogueVersion } from "../kernel/catalogue-version.ts";
import { loadCourse } from "./load-course.ts";
import { type Course, courseMachine } from "./machine.ts";

/** Takes a course out of the catalogue for good. Its students keep what they may open; it can be made a draft again. */
export async function archiveCourse(ctx: WriteCtx, input: { courseId: string; why?: string }): Promise<Course> {
  // Asked before anything is looked for: who may not learns nothing of what there is.
  authorize(ctx, "course.publish", {});
  const { course } = await loadCourse(ctx.tx, input.courseId);
  const archived = await transition(ctx, courseMachine, course.id, "archived", {
    set: { updatedAt: ctx.now },
    why: input.why,
  });
  await bumpCatalogueVersion(ctx);
  await audit(
    ctx,
    "course.publish",
    { type: "course", id: course.id },
    { before: { state: course.state }, after: { state: archived.state } },
  );
  return archived;
}

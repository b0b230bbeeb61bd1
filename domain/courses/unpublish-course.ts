import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { transition } from "../kernel/transitions.ts";
import { authorize } from "../policy.ts";
import { bumpCatalogueVersion } from "../kernel/catalogue-version.ts";
import { loadCourse } from "./load-course.ts";
import { type Course, courseMachine } from "./machine.ts";

/**
 * Makes a published or an archived course a draft again. Nobody can find it or enrol then; who has a place keeps it, and
 * what they may open stays open.
 */
export async function unpublishCourse(ctx: WriteCtx, input: { courseId: string }): Promise<Course> {
  // Asked before anything is looked for: who may not learns nothing of what there is.
  authorize(ctx, "course.publish", {});
  const { course } = await loadCourse(ctx.tx, input.courseId);
  const draft = await transition(ctx, courseMachine, course.id, "draft", { set: { updatedAt: ctx.now } });
  await bumpCatalogueVersion(ctx);
  await audit(
    ctx,
    "course.publish",
    { type: "course", id: course.id },
    { before: { state: course.state }, after: { state: draft.state } },
  );
  return draft;
}

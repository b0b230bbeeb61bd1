import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { transition } from "../kernel/transitions.ts";
import { authorize } from "../policy.ts";
import { bumpCatalogueVersion } from "../kernel/catalogue-version.ts";
import { loadCourse } from "./load-course.ts";
import { type Course, courseMachine } from "./machine.ts";
import { offerCourseSeats } from "../seats/offer-seats.ts";

/** Puts a draft into the catalogue. Refuses one without a summary, because nobody could choose it. */
export async function publishCourse(ctx: WriteCtx, input: { courseId: string }): Promise<Course> {
  // Asked before anything is looked for: who may not learns nothing of what there is.
  authorize(ctx, "course.publish", {});
  const { course } = await loadCourse(ctx.tx, input.courseId);
  if (course.title.trim() === "" || course.summary.trim() === "") {
    throw new Refusal("course_not_ready", { fields: { summary: message("fields.summary_needed") } });
  }
  const published = await transition(ctx, courseMachine, course.id, "published", {
    set: { publishedAt: course.publishedAt ?? ctx.now, updatedAt: ctx.now },
  });
  await bumpCatalogueVersion(ctx);
  await offerCourseSeats(ctx, course.id);
  await audit(
    ctx,
    "course.publish",
    { type: "course", id: course.id },
    { before: { state: course.state }, after: { state: published.state } },
  );
  return published;
}

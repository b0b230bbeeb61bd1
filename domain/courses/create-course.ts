import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import { insertCourse } from "./insert-course.ts";
import type { Course } from "./machine.ts";
import type { CourseFields } from "./inputs.ts";

/** A new course begins as a draft that only the school sees. Its address comes from its title. */
export async function createCourse(ctx: WriteCtx, input: CourseFields): Promise<Course> {
  authorize(ctx, "course.create", {});
  const course = await insertCourse(ctx, input);
  await audit(
    ctx,
    "course.create",
    { type: "course", id: course.id },
    { after: { title: course.title, slug: course.slug, subject: course.subject, level: course.level } },
  );
  return course;
}

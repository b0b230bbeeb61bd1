import { courses } from "#db/schema/index.ts";
import { audit } from "../kernel/audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { newId } from "../kernel/ids.ts";
import { noteState } from "../kernel/transitions.ts";
import { authorize } from "../policy.ts";
import type { Course } from "./machine.ts";
import type { CourseFields } from "./schemas.ts";
import { keepSearchRow } from "./search-row.ts";
import { freeSlug } from "./slug.ts";

/** A new course begins as a draft that only the school sees. Its address comes from its title. */
export async function createCourse(ctx: WriteCtx, input: CourseFields): Promise<Course> {
  authorize(ctx, "course.create", input, {});
  const course: Course = {
    ...input,
    id: newId("course"),
    slug: await freeSlug(ctx.tx, input.title),
    state: "draft",
    source: null,
    externalKey: null,
    publishedAt: null,
    createdAt: ctx.now,
    updatedAt: ctx.now,
  };
  await ctx.tx.insert(courses).values(course);
  await keepSearchRow(ctx, course.id);
  await noteState(ctx, { type: "course", id: course.id }, null, "draft");
  await audit(
    ctx,
    "course.create",
    { type: "course", id: course.id },
    { after: { title: course.title, slug: course.slug, subject: course.subject, level: course.level } },
  );
  return course;
}

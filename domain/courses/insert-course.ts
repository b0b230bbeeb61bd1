import { courses } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { newId } from "../kernel/ids.ts";
import { noteState } from "../kernel/transitions.ts";
import { courseKeys } from "./course-keys.ts";
import type { Course } from "./machine.ts";
import type { CourseFields } from "./schemas.ts";
import { keepSearchRow } from "./search-row.ts";
import { freeSlug } from "./slug.ts";

/** Where an imported thing came from, and its key there. */
export type Origin = { source: string; externalKey: string };

/** The step that creating and importing share: the row with an address of its own, its history, and what the search reads. */
export async function insertCourse(
  ctx: StepCtx,
  fields: CourseFields,
  { state = "draft", origin }: { state?: "draft" | "published"; origin?: Origin } = {},
): Promise<Course> {
  const course: Course = {
    ...fields,
    ...courseKeys(fields),
    id: newId("course"),
    slug: await freeSlug(ctx.tx, fields.title),
    state,
    source: origin?.source ?? null,
    externalKey: origin?.externalKey ?? null,
    publishedAt: state === "published" ? ctx.now : null,
    createdAt: ctx.now,
    updatedAt: ctx.now,
  };
  await ctx.tx.insert(courses).values(course);
  await keepSearchRow(ctx, course.id);
  await noteState(ctx, { type: "course", id: course.id }, null, state);
  return course;
}

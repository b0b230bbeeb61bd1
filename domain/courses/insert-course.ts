import { courses } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import { recordState } from "../kernel/transitions.ts";
import { buildCourseKeys } from "./build-course-keys.ts";
import type { Course } from "./machine.ts";
import type { CourseFields } from "./inputs.ts";
import { updateSearchRow } from "./update-search-row.ts";
import { findFreeSlug } from "./slug.ts";

/** Where an imported thing came from, and its key there. */
export type Origin = { source: string; externalKey: string };

/** The step that creating and importing share: the row with an address of its own, its history, and what the search reads. */
export async function insertCourse(
  ctx: StepCtx,
  fields: CourseFields,
  { state = "draft", origin }: { state?: "draft" | "published"; origin?: Origin } = {},
): Promise<Course> {
  const course: Course = {
    taxKind: "",
    ...fields,
    ...buildCourseKeys(fields),
    id: createId("course"),
    slug: await findFreeSlug(ctx.tx, fields.title),
    state,
    source: origin?.source ?? null,
    externalKey: origin?.externalKey ?? null,
    translations: null,

    publishedAt: state === "published" ? ctx.now : null,
    createdAt: ctx.now,
    updatedAt: ctx.now,
  };
  await ctx.tx.insert(courses).values(course);
  await updateSearchRow(ctx, course.id);
  await recordState(ctx, { type: "course", id: course.id }, null, state);
  return course;
}

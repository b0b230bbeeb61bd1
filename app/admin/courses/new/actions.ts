"use server";

import { redirect } from "next/navigation";
import { action } from "#app/_edge/action.ts";
import { createCourse } from "#domain/courses/create-course.ts";
import { CourseFields } from "#domain/courses/schemas.ts";

export const createCourseAction = action(CourseFields.omit({ imageFileId: true }), async ({ write }, input) => {
  const course = await write((ctx) => createCourse(ctx, { ...input, imageFileId: null }));
  redirect(`/admin/courses/${course.id}?done=created`);
});

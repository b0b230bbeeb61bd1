"use server";

import { redirectDone } from "#app/_forms/redirect-done.ts";
import { action } from "#app/_forms/action.ts";
import { createCourse } from "#domain/courses/create-course.ts";
import { CourseFields } from "#domain/courses/inputs.ts";

export const createCourseAction = action(CourseFields.omit({ imageFileId: true }), async ({ write }, input) => {
  const course = await write((ctx) => createCourse(ctx, { ...input, imageFileId: null }));
  await redirectDone(`/admin/courses/${course.id}`, "course-created");
});

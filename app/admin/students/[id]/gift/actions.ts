"use server";

import { z } from "zod";
import { action } from "#app/_forms/action.ts";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { ReasonInput } from "#app/admin/_list/inputs.ts";
import { giveCourse } from "#domain/access/give-course.ts";
import { checkExtent, ExtentForm } from "#domain/access/inputs.ts";
import { issue } from "#messages/message.ts";

const Given = z
  .object({
    userId: z.string().max(60),
    courseId: z.string().min(1, issue("access.course_missing")).max(60),
    ...ExtentForm,
    why: ReasonInput,
    /** A box that was left empty sends nothing. */
    notify: z
      .string()
      .optional()
      .transform((ticked) => ticked !== undefined),
  })
  .superRefine(checkExtent);

export const giveCourseAction = action(Given, async ({ write }, { userId, ...input }) => {
  await write((ctx) => giveCourse(ctx, { studentId: userId, ...input }));
  await redirectDone(`/admin/students/${userId}`, "course-given");
});

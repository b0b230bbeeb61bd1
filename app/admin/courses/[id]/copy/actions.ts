"use server";

import { z } from "zod";
import { action } from "#app/_forms/action.ts";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { copyCourse, CopyTitle } from "#domain/courses/copy-course.ts";

export const copyCourseAction = action(
  z.object({ courseId: z.string().max(60), title: CopyTitle }),
  async ({ write }, input) => {
    const { id } = await write((ctx) => copyCourse(ctx, input));
    await redirectDone(`/admin/courses/${id}`, "course-copied");
  },
);

import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { toCourseView } from "#domain/api/courses.ts";
import { Course } from "#domain/api/shapes.ts";
import { copyCourse, CopyTitle } from "#domain/courses/copy-course.ts";

export default defineWrite({
  id: "copyCourse",
  method: "POST",
  path: "/courses/{id}/copy",
  subject: "Courses",
  summary: "Copy a course",
  detail: "A draft with the same texts, teachers, sections, materials and questions; without its cohorts.",
  needs: "course.create",
  body: z.strictObject({ title: CopyTitle }),
  status: 201,
  answer: Course,
  handle: async (ctx, { id, body }) => toCourseView(await copyCourse(ctx, { courseId: id, ...body })),
});

import { z } from "zod";
import { defineRead } from "#app/_http/json.ts";
import { listCourses } from "#domain/api/courses.ts";
import { createPageSchema, Paging } from "#domain/api/parts.ts";
import { Course } from "#domain/api/shapes.ts";

export default defineRead({
  id: "listCourses",
  method: "GET",
  path: "/courses",
  subject: "Courses",
  summary: "List courses",
  detail: "Published ones; those who run the school see drafts and archived ones too, an instructor those they teach.",
  needs: "course.read",
  query: z.strictObject({
    ...Paging,
    state: Course.shape.state.optional(),
    subject: z.string().max(100).optional(),
    level: Course.shape.level.optional(),
    q: z.string().max(200).optional().meta({ description: "Words, or parts of them, that must all be found." }),
  }),
  status: 200,
  answer: createPageSchema(Course),
  handle: (ctx, { query }) => listCourses(ctx, query),
});

import { defineRead } from "#app/_http/json.ts";
import { coursePages } from "#domain/api/courses.ts";
import { createListQuery, createPageSchema } from "#domain/api/parts.ts";
import { Course } from "#domain/api/shapes.ts";

export default defineRead({
  id: "listCourses",
  method: "GET",
  path: "/courses",
  subject: "Courses",
  summary: "List courses",
  detail: "Published ones; those who run the school see drafts and archived ones too, an instructor those they teach.",
  needs: "course.read",
  query: createListQuery(coursePages),
  status: 200,
  answer: createPageSchema(Course),
  handle: (ctx, { query }) => coursePages.after(ctx, query),
});

import { defineWrite } from "#app/_http/json.ts";
import { toCourseView } from "#domain/api/courses.ts";
import { Nothing } from "#domain/api/parts.ts";
import { Course } from "#domain/api/shapes.ts";
import { unpublishCourse } from "#domain/courses/unpublish-course.ts";

export default defineWrite({
  id: "unpublishCourse",
  method: "POST",
  path: "/courses/{id}/unpublish",
  subject: "Courses",
  summary: "Make a course a draft again",
  needs: "course.publish",
  body: Nothing,
  status: 200,
  answer: Course,
  refusals: ["wrong_state"],
  handle: async (ctx, { id }) => toCourseView(await unpublishCourse(ctx, { courseId: id })),
});

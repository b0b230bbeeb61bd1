import { defineWrite } from "#app/_http/json.ts";
import { toCourseView } from "#domain/api/courses.ts";
import { Nothing } from "#domain/api/parts.ts";
import { Course } from "#domain/api/shapes.ts";
import { publishCourse } from "#domain/courses/publish-course.ts";

export default defineWrite({
  id: "publishCourse",
  method: "POST",
  path: "/courses/{id}/publish",
  subject: "Courses",
  summary: "Publish a course",
  needs: "course.publish",
  body: Nothing,
  status: 200,
  answer: Course,
  refusals: ["course_not_ready", "wrong_state"],
  handle: async (ctx, { id }) => toCourseView(await publishCourse(ctx, { courseId: id })),
});

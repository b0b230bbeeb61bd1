import { defineWrite } from "#app/_http/json.ts";
import { toCourseView } from "#domain/api/courses.ts";
import { Reason } from "#domain/api/parts.ts";
import { Course } from "#domain/api/shapes.ts";
import { archiveCourse } from "#domain/courses/archive-course.ts";

export default defineWrite({
  id: "archiveCourse",
  method: "POST",
  path: "/courses/{id}/archive",
  subject: "Courses",
  summary: "Archive a course",
  detail: "Takes it out of the catalogue for good. Its students keep what they may open.",
  needs: "course.publish",
  body: Reason,
  status: 200,
  answer: Course,
  refusals: ["wrong_state"],
  handle: async (ctx, { id, body }) => toCourseView(await archiveCourse(ctx, { courseId: id, ...body })),
});

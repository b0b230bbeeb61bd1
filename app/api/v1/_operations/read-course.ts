import { defineRead } from "#app/_http/json.ts";
import { getCourse } from "#domain/api/courses.ts";
import { Course } from "#domain/api/shapes.ts";

export default defineRead({
  id: "readCourse",
  method: "GET",
  path: "/courses/{id}",
  subject: "Courses",
  summary: "Read a course",
  detail: "By its id or by its slug.",
  needs: "course.read",
  status: 200,
  answer: Course,
  handle: (ctx, { id }) => getCourse(ctx, id),
});

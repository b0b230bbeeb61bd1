import { defineWrite } from "#app/_http/json.ts";
import { toCourseView } from "#domain/api/courses.ts";
import { Course } from "#domain/api/shapes.ts";
import { createCourse } from "#domain/courses/create-course.ts";
import { CourseFields } from "#domain/courses/inputs.ts";

export default defineWrite({
  id: "createCourse",
  method: "POST",
  path: "/courses",
  subject: "Courses",
  summary: "Create a course",
  detail: "It begins as a draft that only the school sees. Its address comes from its title.",
  needs: "course.create",
  body: CourseFields.strict(),
  status: 201,
  answer: Course,
  handle: async (ctx, { body }) => toCourseView(await createCourse(ctx, body)),
});

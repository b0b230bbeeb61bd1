import { defineWrite } from "#app/_http/json.ts";
import { toCourseView } from "#domain/api/courses.ts";
import { Course } from "#domain/api/shapes.ts";
import { editCourse } from "#domain/courses/edit-course.ts";
import { CourseChanges } from "#domain/courses/inputs.ts";

export default defineWrite({
  id: "editCourse",
  method: "PATCH",
  path: "/courses/{id}",
  subject: "Courses",
  summary: "Change a course",
  detail: "Only what is sent changes.",
  needs: "course.edit",
  body: CourseChanges.strict(),
  status: 200,
  answer: Course,
  refusals: ["slug_taken", "course_not_ready", "file_type_refused"],
  handle: async (ctx, { id, body }) => toCourseView(await editCourse(ctx, { courseId: id, ...body })),
});

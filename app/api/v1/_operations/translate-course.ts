import { defineWrite } from "#app/_http/json.ts";
import { toCourseView } from "#domain/api/courses.ts";
import { Course } from "#domain/api/shapes.ts";
import { CourseTranslation, translateCourse } from "#domain/courses/translate-course.ts";

export default defineWrite({
  id: "translateCourse",
  method: "POST",
  path: "/courses/{id}/translations",
  subject: "Courses",
  summary: "Give a course in another language",
  detail:
    "All its texts in that language: one that is left out or empty is shown as the course was written, and with none of them the language is taken out.",
  needs: "course.edit",
  body: CourseTranslation.strict(),
  status: 200,
  answer: Course,
  handle: async (ctx, { id, body }) => toCourseView(await translateCourse(ctx, { courseId: id, ...body })),
});

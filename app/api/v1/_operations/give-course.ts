import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { giveCourse } from "#domain/access/give-course.ts";
import { checkExtent, ExtentFields } from "#domain/access/inputs.ts";
import { loadCourseAccess } from "#domain/api/access.ts";
import { Id, NotifiedReason } from "#domain/api/parts.ts";
import { CourseAccess } from "#domain/api/shapes.ts";

export default defineWrite({
  id: "giveCourse",
  method: "POST",
  path: "/students/{id}/gifts",
  subject: "Access",
  summary: "Open a course to a student",
  detail:
    "Without a place in a cohort: no seat, no order. For days, until the end of a day in the school's timezone, or for good when neither is said.",
  needs: "access.give",
  body: z.strictObject({ courseId: Id("crs"), ...ExtentFields, ...NotifiedReason }).superRefine(checkExtent),
  status: 201,
  answer: CourseAccess,
  refusals: ["wrong_state"],
  handle: async (ctx, { id, body }) => loadCourseAccess(ctx, await giveCourse(ctx, { studentId: id, ...body })),
});

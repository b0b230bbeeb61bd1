import { z } from "zod";
import { defineRead } from "#app/_http/json.ts";
import { listCourseAccess } from "#domain/api/access.ts";
import { Id } from "#domain/api/parts.ts";
import { CourseAccess } from "#domain/api/shapes.ts";

export default defineRead({
  id: "listAccess",
  method: "GET",
  path: "/students/{id}/access",
  subject: "Access",
  summary: "Read what is open to a student",
  detail: "Course by course: until when, and everything that was ever given.",
  needs: "access.read",
  query: z.strictObject({ courseId: Id("crs").optional() }),
  status: 200,
  answer: z.strictObject({ items: z.array(CourseAccess) }),
  handle: async (ctx, { id, query }) => ({ items: await listCourseAccess(ctx, { studentId: id, ...query }) }),
});

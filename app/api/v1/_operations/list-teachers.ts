import { z } from "zod";
import { defineRead } from "#app/_http/json.ts";
import { listTeachers } from "#domain/api/course-parts.ts";
import { Teacher } from "#domain/api/shapes.ts";

export default defineRead({
  id: "listTeachers",
  method: "GET",
  path: "/courses/{id}/teachers",
  subject: "Courses",
  summary: "List who teaches a course",
  detail: "In the order in which its page names them.",
  needs: "course.read",
  status: 200,
  answer: z.strictObject({ items: z.array(Teacher) }),
  handle: (ctx, { id }) => listTeachers(ctx, id),
});

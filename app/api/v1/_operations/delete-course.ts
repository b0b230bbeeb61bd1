import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { Nothing } from "#domain/api/parts.ts";
import { deleteCourse } from "#domain/courses/delete-course.ts";

export default defineWrite({
  id: "deleteCourse",
  method: "POST",
  path: "/courses/{id}/delete",
  subject: "Courses",
  summary: "Delete a draft for good",
  detail:
    "With its cohorts, meetings and materials. Only a draft in which nobody ever had a place, an order or access; any other course can be archived.",
  needs: "course.delete",
  body: Nothing,
  status: 200,
  answer: z.strictObject({ deleted: z.literal(true) }),
  refusals: ["course_not_draft", "course_in_use"],
  handle: async (ctx, { id }) => {
    await deleteCourse(ctx, { courseId: id });
    return { deleted: true as const };
  },
});

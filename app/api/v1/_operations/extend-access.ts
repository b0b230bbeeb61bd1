import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { extendAccess } from "#domain/access/extend-access.ts";
import { checkEndingExtent, ExtentFields } from "#domain/access/inputs.ts";
import { loadCourseAccess } from "#domain/api/access.ts";
import { NotifiedReason } from "#domain/api/parts.ts";
import { CourseAccess } from "#domain/api/shapes.ts";

export default defineWrite({
  id: "extendAccess",
  method: "POST",
  path: "/enrolments/{id}/extend-access",
  subject: "Access",
  summary: "Extend the access of an enrolment",
  detail:
    "By days, or until the end of a day in the cohort's timezone. It begins where access ends, or now when it has ended; what was given before stays as it is.",
  needs: "access.extend",
  body: z.strictObject({ ...ExtentFields, ...NotifiedReason }).superRefine(checkEndingExtent),
  status: 200,
  answer: CourseAccess,
  refusals: ["wrong_state"],
  handle: async (ctx, { id, body }) => loadCourseAccess(ctx, await extendAccess(ctx, { enrolmentId: id, ...body })),
});

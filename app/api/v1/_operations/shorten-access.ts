import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { checkEndingExtent, ExtentFields } from "#domain/access/inputs.ts";
import { shortenAccess } from "#domain/access/shorten-access.ts";
import { loadCourseAccess } from "#domain/api/access.ts";
import { NotifiedReason } from "#domain/api/parts.ts";
import { CourseAccess } from "#domain/api/shapes.ts";

export default defineWrite({
  id: "shortenAccess",
  method: "POST",
  path: "/enrolments/{id}/shorten-access",
  subject: "Access",
  summary: "Shorten the access of an enrolment",
  detail:
    "By days from its end, or until the end of a day in the cohort's timezone. What lasted longer is revoked and given again until then.",
  needs: "access.shorten",
  body: z.strictObject({ ...ExtentFields, ...NotifiedReason }).superRefine(checkEndingExtent),
  status: 200,
  answer: CourseAccess,
  refusals: ["wrong_state"],
  handle: async (ctx, { id, body }) => loadCourseAccess(ctx, await shortenAccess(ctx, { enrolmentId: id, ...body })),
});

import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { revokeGrant } from "#domain/access/revoke-grant.ts";
import { loadCourseAccess } from "#domain/api/access.ts";
import { NotifiedReason } from "#domain/api/parts.ts";
import { CourseAccess } from "#domain/api/shapes.ts";

export default defineWrite({
  id: "revokeGrant",
  method: "POST",
  path: "/grants/{id}/revoke",
  subject: "Access",
  summary: "Take back one thing that opens a course",
  detail: "A gift, an extension, a renewal. What else opens the course stays, and so does the enrolment.",
  needs: "access.revoke",
  body: z.strictObject(NotifiedReason),
  status: 200,
  answer: CourseAccess,
  refusals: ["wrong_state"],
  handle: async (ctx, { id, body }) => loadCourseAccess(ctx, await revokeGrant(ctx, { grantId: id, ...body })),
});

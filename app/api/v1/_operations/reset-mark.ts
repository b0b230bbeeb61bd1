import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { Id } from "#domain/api/parts.ts";
import { resetMark } from "#domain/attendance/reset-mark.ts";

export default defineWrite({
  id: "resetMark",
  method: "POST",
  path: "/meetings/{id}/attendance/reset",
  subject: "Attendance",
  summary: "Take back what was said of a student at a meeting",
  detail: "Nothing is said of them again. `reset` is false where nothing was said. Audited with what was before.",
  needs: "attendance.mark",
  body: z.strictObject({ enrolmentId: Id("enr") }),
  status: 200,
  answer: z.strictObject({ reset: z.boolean() }),
  handle: async (ctx, { id, body }) => ({ reset: await resetMark(ctx, { meetingId: id, ...body }) }),
});

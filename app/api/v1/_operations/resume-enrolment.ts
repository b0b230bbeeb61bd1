import { defineWrite } from "#app/_http/json.ts";
import { loadEnrolmentView } from "#domain/api/enrolments.ts";
import { Reason } from "#domain/api/parts.ts";
import { Enrolment } from "#domain/api/shapes.ts";
import { resumeEnrolment } from "#domain/enrolments/resume-enrolment.ts";

export default defineWrite({
  id: "resumeEnrolment",
  method: "POST",
  path: "/enrolments/{id}/resume",
  subject: "Enrolments",
  summary: "Resume a suspended enrolment",
  needs: "enrolment.suspend",
  body: Reason,
  status: 200,
  answer: Enrolment,
  refusals: ["wrong_state"],
  handle: async (ctx, { id, body }) => {
    await resumeEnrolment(ctx, { enrolmentId: id, ...body });
    return loadEnrolmentView(ctx, id);
  },
});

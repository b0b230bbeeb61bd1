import { defineWrite } from "#app/_http/json.ts";
import { loadEnrolmentView } from "#domain/api/enrolments.ts";
import { Reason } from "#domain/api/parts.ts";
import { Enrolment } from "#domain/api/shapes.ts";
import { completeEnrolment } from "#domain/enrolments/complete-enrolment.ts";

export default defineWrite({
  id: "completeEnrolment",
  method: "POST",
  path: "/enrolments/{id}/complete",
  subject: "Enrolments",
  summary: "Say that the student has done the course",
  needs: "enrolment.complete",
  body: Reason,
  status: 200,
  answer: Enrolment,
  refusals: ["wrong_state"],
  handle: async (ctx, { id, body }) => {
    await completeEnrolment(ctx, { enrolmentId: id, ...body });
    return loadEnrolmentView(ctx, id);
  },
});

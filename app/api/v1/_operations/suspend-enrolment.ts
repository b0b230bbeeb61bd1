import { defineWrite } from "#app/_http/json.ts";
import { loadEnrolmentView } from "#domain/api/enrolments.ts";
import { Reason } from "#domain/api/parts.ts";
import { Enrolment } from "#domain/api/shapes.ts";
import { suspendEnrolment } from "#domain/enrolments/suspend-enrolment.ts";

export default defineWrite({
  id: "suspendEnrolment",
  method: "POST",
  path: "/enrolments/{id}/suspend",
  subject: "Enrolments",
  summary: "Suspend an enrolment",
  detail: "Closes the course to the student for a while; the seat stays theirs.",
  needs: "enrolment.suspend",
  body: Reason,
  status: 200,
  answer: Enrolment,
  refusals: ["wrong_state"],
  handle: async (ctx, { id, body }) => {
    await suspendEnrolment(ctx, { enrolmentId: id, ...body });
    return loadEnrolmentView(ctx, id);
  },
});

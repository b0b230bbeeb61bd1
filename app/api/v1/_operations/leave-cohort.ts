import { defineWrite } from "#app/_http/json.ts";
import { loadEnrolmentView } from "#domain/api/enrolments.ts";
import { Nothing } from "#domain/api/parts.ts";
import { Enrolment } from "#domain/api/shapes.ts";
import { leaveCohort } from "#domain/checkout/leave-cohort.ts";

export default defineWrite({
  id: "leaveCohort",
  method: "POST",
  path: "/enrolments/{id}/leave",
  subject: "Enrolments",
  summary: "Cancel your own enrolment",
  detail:
    "For the student: an active place that has cost nothing, before its cohort begins. The seat goes to whoever waits. What was paid for, or has begun, the office cancels: open a ticket about the order.",
  needs: "enrolment.leave",
  body: Nothing,
  status: 200,
  answer: Enrolment,
  refusals: ["wrong_state"],
  handle: async (ctx, { id }) => {
    await leaveCohort(ctx, { enrolmentId: id });
    return loadEnrolmentView(ctx, id);
  },
});

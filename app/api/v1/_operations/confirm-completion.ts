import { defineWrite } from "#app/_http/json.ts";
import { loadEnrolmentView } from "#domain/api/enrolments.ts";
import { Reason } from "#domain/api/parts.ts";
import { Enrolment } from "#domain/api/shapes.ts";
import { confirmCompletion } from "#domain/enrolments/confirm-completion.ts";

export default defineWrite({
  id: "confirmCompletion",
  method: "POST",
  path: "/enrolments/{id}/confirm-completion",
  subject: "Enrolments",
  summary: "Leave an enrolment completed although its rule would not complete it any more",
  detail: "For one with `completionDoubtedAt`: a mark was corrected after the rule of its cohort had completed it.",
  needs: "enrolment.complete",
  body: Reason,
  status: 200,
  answer: Enrolment,
  refusals: ["wrong_state"],
  handle: async (ctx, { id, body }) => {
    await confirmCompletion(ctx, { enrolmentId: id, ...body });
    return loadEnrolmentView(ctx, id);
  },
});

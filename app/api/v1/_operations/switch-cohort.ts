import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { loadEnrolmentView } from "#domain/api/enrolments.ts";
import { Id } from "#domain/api/parts.ts";
import { Enrolment } from "#domain/api/shapes.ts";
import { RULE_REFUSALS } from "#domain/rules/inputs.ts";
import { switchCohort } from "#domain/enrolments/switch-cohort.ts";

export default defineWrite({
  id: "switchCohort",
  method: "POST",
  path: "/enrolments/{id}/switch",
  subject: "Enrolments",
  summary: "Move your own enrolment to another cohort",
  detail:
    "For the student: to a cohort of the same course and price in which enrolment is open, until `moveDays` days before the one that they leave begins.",
  needs: "enrolment.leave",
  body: z.strictObject({ toCohortId: Id("coh") }),
  status: 200,
  answer: Enrolment,
  refusals: [
    "wrong_state",
    "cohort_full",
    "already_enrolled",
    "enrolment_not_open",
    "enrolment_closed",
    ...RULE_REFUSALS,
  ],
  handle: async (ctx, { id, body }) => {
    await switchCohort(ctx, { enrolmentId: id, ...body });
    return loadEnrolmentView(ctx, id);
  },
});

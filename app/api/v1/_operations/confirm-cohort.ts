import { defineWrite } from "#app/_http/json.ts";
import { toCohortView } from "#domain/api/courses.ts";
import { Nothing } from "#domain/api/parts.ts";
import { Cohort } from "#domain/api/shapes.ts";
import { confirmCohort } from "#domain/checkout/confirm-cohort.ts";

export default defineWrite({
  id: "confirmCohort",
  method: "POST",
  path: "/cohorts/{id}/confirm",
  subject: "Cohorts",
  summary: "Say that a cohort with a minimum number takes place",
  detail: "Whoever has a place in it is told by mail. To say that it does not, cancel it.",
  needs: "cohort.edit",
  body: Nothing,
  status: 200,
  answer: Cohort,
  refusals: ["wrong_state"],
  handle: async (ctx, { id }) => toCohortView(await confirmCohort(ctx, { cohortId: id }), ctx.now),
});

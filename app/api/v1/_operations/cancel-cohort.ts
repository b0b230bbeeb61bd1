import { defineWrite } from "#app/_http/json.ts";
import { toCohortView } from "#domain/api/courses.ts";
import { Reason } from "#domain/api/parts.ts";
import { Cohort } from "#domain/api/shapes.ts";
import { cancelCohort } from "#domain/courses/cancel-cohort.ts";

export default defineWrite({
  id: "cancelCohort",
  method: "POST",
  path: "/cohorts/{id}/cancel",
  subject: "Cohorts",
  summary: "Cancel a cohort",
  detail:
    "Only one in which nobody has a place or a held seat. Whoever waits for a seat or was offered one is told by mail, with the reason.",
  needs: "cohort.edit",
  body: Reason,
  status: 200,
  answer: Cohort,
  refusals: ["cohort_in_use", "wrong_state"],
  handle: async (ctx, { id, body }) => toCohortView(await cancelCohort(ctx, { cohortId: id, ...body }), ctx.now),
});

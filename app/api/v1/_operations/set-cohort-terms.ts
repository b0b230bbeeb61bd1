import { defineWrite } from "#app/_http/json.ts";
import { toCohortView } from "#domain/api/courses.ts";
import { Cohort } from "#domain/api/shapes.ts";
import { CohortTerms, setCohortTerms } from "#domain/courses/set-cohort-terms.ts";

export default defineWrite({
  id: "setCohortTerms",
  method: "POST",
  path: "/cohorts/{id}/terms",
  subject: "Cohorts",
  summary: "Say how students leave a cohort, and with how many it takes place",
  detail:
    "Only what is sent changes. Until `cancelDays` days before the cohort begins a student cancels by themselves, and `cancelPercent` of what was paid comes back, less `cancelFeeMinor`.",
  needs: "cohort.edit",
  body: CohortTerms,
  status: 200,
  answer: Cohort,
  refusals: ["wrong_state"],
  handle: async (ctx, { id, body }) => toCohortView(await setCohortTerms(ctx, { cohortId: id, ...body }), ctx.now),
});

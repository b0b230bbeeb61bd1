import { defineRead } from "#app/_http/json.ts";
import { CohortRulesShape, getCohortRulesView } from "#domain/api/rules.ts";

export default defineRead({
  id: "readCohortRules",
  method: "GET",
  path: "/cohorts/{id}/rules",
  subject: "Cohorts",
  summary: "Read who may enrol in a cohort",
  needs: "course.read",
  status: 200,
  answer: CohortRulesShape,
  handle: (ctx, { id }) => getCohortRulesView(ctx, id),
});

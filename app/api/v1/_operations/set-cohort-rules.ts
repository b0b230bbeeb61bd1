import { getBirthPrompts } from "#app/_forms/birth-prompts.ts";
import { defineWrite } from "#app/_http/json.ts";
import { CohortRulesShape } from "#domain/api/rules.ts";
import { CohortRuleFields } from "#domain/rules/inputs.ts";
import { setCohortRules } from "#domain/rules/set-cohort-rules.ts";

export default defineWrite({
  id: "setCohortRules",
  method: "POST",
  path: "/cohorts/{id}/rules",
  subject: "Cohorts",
  summary: "Say who may enrol in a cohort",
  detail:
    "Only what is sent changes, and whoever has a place keeps it. One of the courses of `prerequisiteIds` must be completed. An age counts on `ageOn`, by the calendar of the cohort's timezone; the question of `birthQuestionId` asks for the date of birth, and one is made where none is named. `mailDomains` are domains (`example.org`) and all domains under one (`*.example.org`); the address must be confirmed.",
  needs: "cohort.edit",
  body: CohortRuleFields,
  status: 200,
  answer: CohortRulesShape,
  refusals: ["wrong_state"],
  handle: async (ctx, { id, body }) => setCohortRules(ctx, { cohortId: id, birthPrompts: getBirthPrompts(), ...body }),
});

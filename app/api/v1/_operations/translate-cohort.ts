import { defineWrite } from "#app/_http/json.ts";
import { toCohortView } from "#domain/api/courses.ts";
import { Cohort } from "#domain/api/shapes.ts";
import { CohortTranslation, translateCohort } from "#domain/courses/translate-cohort.ts";

export default defineWrite({
  id: "translateCohort",
  method: "POST",
  path: "/cohorts/{id}/translations",
  subject: "Cohorts",
  summary: "Give a cohort in another language",
  detail:
    "Its name and place in that language: one that is left out or empty is shown as the course was written, and with none of them the language is taken out.",
  needs: "cohort.edit",
  body: CohortTranslation.strict(),
  status: 200,
  answer: Cohort,
  handle: async (ctx, { id, body }) => toCohortView(await translateCohort(ctx, { cohortId: id, ...body }), ctx.now),
});

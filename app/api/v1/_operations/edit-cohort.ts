import { defineWrite } from "#app/_http/json.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { toSavedCohortView } from "#domain/api/courses.ts";
import { SavedCohort } from "#domain/api/shapes.ts";
import { editCohort } from "#domain/courses/edit-cohort.ts";
import { CohortChanges } from "#domain/courses/inputs.ts";

export default defineWrite({
  id: "editCohort",
  method: "PATCH",
  path: "/cohorts/{id}",
  subject: "Cohorts",
  summary: "Change a cohort",
  detail: "Only what is sent changes. Orders that were made keep their price.",
  needs: "cohort.edit",
  body: CohortChanges.strict(),
  status: 200,
  answer: SavedCohort,
  refusals: ["seats_below_taken", "wrong_state"],
  // A verb waits in a queue, where nobody knows any longer who asked.
  prepare: async () => getTranslator().format,
  handle: async (ctx, { id, body }, say) =>
    toSavedCohortView(await editCohort(ctx, { cohortId: id, ...body }), ctx, say),
});

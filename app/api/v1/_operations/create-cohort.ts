import { defineWrite } from "#app/_http/json.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { toSavedCohortView } from "#domain/api/courses.ts";
import { Id } from "#domain/api/parts.ts";
import { SavedCohort } from "#domain/api/shapes.ts";
import { createCohort } from "#domain/courses/create-cohort.ts";
import { CohortFields } from "#domain/courses/inputs.ts";

export default defineWrite({
  id: "createCohort",
  method: "POST",
  path: "/cohorts",
  subject: "Cohorts",
  summary: "Create a cohort",
  detail: "A new offering of a course, open as soon as the course is published and its window begins.",
  needs: "cohort.edit",
  body: CohortFields.safeExtend({ courseId: Id("crs") }).strict(),
  status: 201,
  answer: SavedCohort,
  // A verb waits in a queue, where nobody knows any longer who asked.
  prepare: async () => getTranslator().format,
  handle: async (ctx, { body }, say) => toSavedCohortView(await createCohort(ctx, body), ctx, say),
});

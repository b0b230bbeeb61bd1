import { defineRead } from "#app/_http/json.ts";
import { cohortPages } from "#domain/api/courses.ts";
import { createListQuery, createPageSchema } from "#domain/api/parts.ts";
import { Cohort } from "#domain/api/shapes.ts";

export default defineRead({
  id: "listCohorts",
  method: "GET",
  path: "/cohorts",
  subject: "Cohorts",
  summary: "List cohorts",
  needs: "course.read",
  query: createListQuery(cohortPages),
  status: 200,
  answer: createPageSchema(Cohort),
  handle: (ctx, { query }) => cohortPages.after(ctx, query),
});

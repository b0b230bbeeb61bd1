import { defineRead } from "#app/_http/json.ts";
import { getCohort } from "#domain/api/courses.ts";
import { Cohort } from "#domain/api/shapes.ts";

export default defineRead({
  id: "readCohort",
  method: "GET",
  path: "/cohorts/{id}",
  subject: "Cohorts",
  summary: "Read a cohort",
  needs: "course.read",
  status: 200,
  answer: Cohort,
  handle: (ctx, { id }) => getCohort(ctx, id),
});

import { z } from "zod";
import { defineRead } from "#app/_http/json.ts";
import { listCohorts } from "#domain/api/courses.ts";
import { Id, createPageSchema, Paging } from "#domain/api/parts.ts";
import { Cohort } from "#domain/api/shapes.ts";

export default defineRead({
  id: "listCohorts",
  method: "GET",
  path: "/cohorts",
  subject: "Cohorts",
  summary: "List cohorts",
  needs: "course.read",
  query: z.strictObject({ ...Paging, courseId: Id("crs").optional(), state: Cohort.shape.state.optional() }),
  status: 200,
  answer: createPageSchema(Cohort),
  handle: (ctx, { query }) => listCohorts(ctx, query),
});

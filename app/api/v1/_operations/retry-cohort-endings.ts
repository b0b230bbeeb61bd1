import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { retryCohortEndings } from "#domain/checkout/retry-cohort-endings.ts";

export default defineWrite({
  id: "retryCohortEndings",
  method: "POST",
  path: "/cohorts/{id}/retry-cancellation",
  subject: "Cohorts",
  summary: "Try again what went wrong when a cohort was cancelled",
  detail:
    "Places that could not be cancelled and refunds that failed are tried again by a job, one by one. What is on its way or gone is not sent again.",
  needs: "cohort.retry",
  body: z.strictObject({}),
  status: 200,
  answer: z.strictObject({ places: z.int().meta({ description: "How many it will try." }) }),
  refusals: ["wrong_state"],
  handle: async (ctx, { id }) => ({ places: await retryCohortEndings(ctx, { cohortId: id }) }),
});

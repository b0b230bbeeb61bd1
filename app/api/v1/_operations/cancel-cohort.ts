import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { toCohortView } from "#domain/api/courses.ts";
import { Reason } from "#domain/api/parts.ts";
import { Cohort } from "#domain/api/shapes.ts";
import { cancelCohort } from "#domain/checkout/cancel-cohort.ts";

export default defineWrite({
  id: "cancelCohort",
  method: "POST",
  path: "/cohorts/{id}/cancel",
  subject: "Cohorts",
  summary: "Cancel a cohort",
  detail:
    "Whoever waits for a seat or was offered one is told by mail, with the reason. While somebody has a place or a held seat it is refused, unless `refund` says what becomes of the money of those who paid: asked back at once (`now`, for who may refund) or each order left for review. The places are then cancelled one after the other, and each student is told by mail; ask for the enrolments of the cohort to see how far that is.",
  needs: "cohort.edit",
  body: z.strictObject({
    ...Reason.shape,
    refund: z
      .enum(["now", "review"])
      .optional()
      .meta({ description: "Cancels the places as well, and says what becomes of what was paid for them." }),
  }),
  status: 200,
  answer: Cohort,
  refusals: ["cohort_in_use", "sign_in_not_recent", "wrong_state"],
  handle: async (ctx, { id, body }) => toCohortView(await cancelCohort(ctx, { cohortId: id, ...body }), ctx.now),
});

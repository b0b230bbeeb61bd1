import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { toCohortView } from "#domain/api/courses.ts";
import { Cohort } from "#domain/api/shapes.ts";
import { PaymentPlanInput, setPaymentPlan } from "#domain/courses/set-payment-plan.ts";

export default defineWrite({
  id: "setPaymentPlan",
  method: "POST",
  path: "/cohorts/{id}/payment-plan",
  subject: "Cohorts",
  summary: "Say how the price of a cohort may be paid in instalments",
  detail:
    "The deposit is due at once, and `furtherParts` parts follow, `monthsBetween` months apart. They add up to the price exactly. `null` ends the plan; orders that were placed keep theirs.",
  needs: "cohort.edit",
  body: z.strictObject({ plan: PaymentPlanInput.nullable() }),
  status: 200,
  answer: Cohort,
  refusals: ["wrong_state"],
  handle: async (ctx, { id, body }) =>
    toCohortView(await setPaymentPlan(ctx, { cohortId: id, plan: body.plan }), ctx.now),
});

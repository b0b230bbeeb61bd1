import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { loadEnrolmentView } from "#domain/api/enrolments.ts";
import { Enrolment } from "#domain/api/shapes.ts";
import { leaveCohort } from "#domain/checkout/leave-cohort.ts";

export default defineWrite({
  id: "leaveCohort",
  method: "POST",
  path: "/enrolments/{id}/leave",
  subject: "Enrolments",
  summary: "Cancel your own enrolment",
  detail:
    "For the student, before the cohort begins: an active place that has cost nothing, or one that was paid where the terms of the cohort allow it. The seat goes to whoever waits, and what comes back is refunded. Of a place that is paid in instalments the open ones end; where less was paid than the terms keep, the rest is asked for as a cancellation fee. Anything else the office cancels: open a ticket about the order.",
  needs: "enrolment.leave",
  body: z.strictObject({
    refundMinor: z.int().optional().meta({
      description:
        "What was said to come back, or, below nothing, to be paid still of the fee of a plan; refused when it is not.",
    }),
  }),
  status: 200,
  answer: Enrolment,
  refusals: ["wrong_state", "amount_mismatch"],
  handle: async (ctx, { id, body }) => {
    await leaveCohort(ctx, { enrolmentId: id, seenMinor: body.refundMinor });
    return loadEnrolmentView(ctx, id);
  },
});

import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { loadEnrolmentView } from "#domain/api/enrolments.ts";
import { findOrderId } from "#domain/api/orders.ts";
import { Id } from "#domain/api/parts.ts";
import { SwitchedEnrolment } from "#domain/api/shapes.ts";
import { RULE_REFUSALS } from "#domain/rules/inputs.ts";
import { switchCohort } from "#domain/checkout/switch-cohort.ts";

export default defineWrite({
  id: "switchCohort",
  method: "POST",
  path: "/enrolments/{id}/switch",
  subject: "Enrolments",
  summary: "Move your own enrolment to another cohort",
  detail:
    "For the student: to a cohort of the same course in which enrolment is open, as long as the terms allow under which the place was bought or those of its cohort today. What the other costs less is taken off the instalments that are still to come, the last first, and refunded beyond those, but no more than would come back if the place were given back now. What it costs more is paid first: `differenceOrderId` is the order, and the enrolment is moved once it is paid.",
  needs: "enrolment.leave",
  body: z.strictObject({
    toCohortId: Id("coh"),
    differenceMinor: z.int().optional().meta({
      description:
        "What the move was said to cost, below nothing what it costs less; refused when it is something else.",
    }),
  }),
  status: 200,
  answer: SwitchedEnrolment,
  refusals: [
    "wrong_state",
    "amount_mismatch",
    "payment_refused",
    "cohort_full",
    "already_enrolled",
    "enrolment_not_open",
    "enrolment_closed",
    ...RULE_REFUSALS,
  ],
  handle: async (ctx, { id, body }) => {
    const { toCohortId, differenceMinor: seenMinor } = body;
    const { orderCode } = await switchCohort(ctx, { enrolmentId: id, toCohortId, seenMinor });
    const enrolment = await loadEnrolmentView(ctx, id);
    return { ...enrolment, differenceOrderId: orderCode && (await findOrderId(ctx.tx, orderCode)) };
  },
});

import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { loadEnrolmentView } from "#domain/api/enrolments.ts";
import { Id, Reason } from "#domain/api/parts.ts";
import { Enrolment } from "#domain/api/shapes.ts";
import { InSpiteOfRules, RULE_REFUSALS } from "#domain/rules/inputs.ts";
import { MOVE_DIFFERENCES, moveEnrolment } from "#domain/checkout/move-enrolment.ts";

export default defineWrite({
  id: "moveEnrolment",
  method: "POST",
  path: "/enrolments/{id}/move",
  subject: "Enrolments",
  summary: "Move an enrolment to another cohort of its course",
  needs: "enrolment.move",
  body: z.strictObject({
    ...Reason.shape,
    toCohortId: Id("coh"),
    inSpiteOfRules: InSpiteOfRules,
    difference: z.enum(MOVE_DIFFERENCES).default("none").meta({
      description:
        "`settle` charges what the other cohort costs more, by an order that is mailed and paid before the place moves, or takes what it costs less off the instalments that are still to come, the last first, and gives back at once what is beyond those; for that, `refund.request` is needed. `none` moves the place and leaves its money as it is.",
    }),
  }),
  status: 200,
  answer: Enrolment,
  refusals: ["wrong_state", "cohort_full", "already_enrolled", "payment_refused", ...RULE_REFUSALS],
  handle: async (ctx, { id, body }) => {
    await moveEnrolment(ctx, { enrolmentId: id, ...body });
    return loadEnrolmentView(ctx, id);
  },
});

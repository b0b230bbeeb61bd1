import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { toEnrolmentView } from "#domain/api/enrolments.ts";
import { Id } from "#domain/api/parts.ts";
import { Enrolment } from "#domain/api/shapes.ts";
import { addEnrolment } from "#domain/enrolments/add-enrolment.ts";
import { InSpiteOfRules, RULE_REFUSALS } from "#domain/rules/inputs.ts";
import { createTextInput } from "#domain/kernel/text-inputs.ts";

export default defineWrite({
  id: "addEnrolment",
  method: "POST",
  path: "/cohorts/{id}/enrolments",
  subject: "Enrolments",
  summary: "Give somebody a place by hand",
  detail:
    "Without an order: a scholarship, a payment outside, a mistake put right. Windows and prices do not count; seats do, and the rules of the cohort unless `inSpiteOfRules` passes over them, for which `why` is needed.",
  needs: "enrolment.add",
  body: z.strictObject({
    studentId: Id("usr"),
    why: createTextInput(1_000).default(""),
    inSpiteOfRules: InSpiteOfRules,
  }),
  status: 201,
  answer: Enrolment,
  refusals: ["cohort_full", "already_enrolled", ...RULE_REFUSALS],
  handle: async (ctx, { id, body }) => toEnrolmentView(await addEnrolment(ctx, { cohortId: id, ...body }), null),
});

import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { toEnrolmentView } from "#domain/api/enrolments.ts";
import { Id } from "#domain/api/parts.ts";
import { Enrolment } from "#domain/api/shapes.ts";
import { addEnrolment } from "#domain/enrolments/add-enrolment.ts";
import { createTextInput } from "#domain/kernel/text-inputs.ts";

export default defineWrite({
  id: "addEnrolment",
  method: "POST",
  path: "/cohorts/{id}/enrolments",
  subject: "Enrolments",
  summary: "Give somebody a place by hand",
  detail:
    "Without an order: a scholarship, a payment outside, a mistake put right. Windows and prices do not count; seats do.",
  needs: "enrolment.add",
  body: z.strictObject({ studentId: Id("usr"), why: createTextInput(1_000).default("") }),
  status: 201,
  answer: Enrolment,
  refusals: ["cohort_full", "already_enrolled"],
  handle: async (ctx, { id, body }) => toEnrolmentView(await addEnrolment(ctx, { cohortId: id, ...body }), null),
});

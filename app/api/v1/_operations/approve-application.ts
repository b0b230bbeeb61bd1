import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { ApplicationShape, toApplicationView } from "#domain/api/applications.ts";
import { REPLY_LENGTH_MAX } from "#domain/applications/inputs.ts";
import { approveApplication } from "#domain/checkout/approve-application.ts";
import { createTextInput } from "#domain/kernel/text-inputs.ts";

export default defineWrite({
  id: "approveApplication",
  method: "POST",
  path: "/applications/{id}/approve",
  subject: "Applications",
  summary: "Approve an application",
  detail:
    "A free place is the student's at once; a paid one is held for as many days as the cohort's rules give them to pay (`payDays`). Refused with `cohort_full` when no seat is free, and the application stays. The student gets a mail with `reply` in it.",
  needs: "application.decide",
  body: z.strictObject({ reply: createTextInput(REPLY_LENGTH_MAX).default("") }),
  status: 200,
  answer: ApplicationShape,
  refusals: ["wrong_state", "cohort_full", "already_enrolled", "enrolment_closed"],
  handle: async (ctx, { id, body }) =>
    toApplicationView((await approveApplication(ctx, { applicationId: id, ...body })).application),
});

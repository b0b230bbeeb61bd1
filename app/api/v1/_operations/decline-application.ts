import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { ApplicationShape, toApplicationView } from "#domain/api/applications.ts";
import { declineApplication } from "#domain/applications/decline-application.ts";
import { REPLY_LENGTH_MAX } from "#domain/applications/inputs.ts";
import { createTextInput } from "#domain/kernel/text-inputs.ts";

export default defineWrite({
  id: "declineApplication",
  method: "POST",
  path: "/applications/{id}/decline",
  subject: "Applications",
  summary: "Decline an application",
  detail: "The student gets a mail with `reply` in it, and may apply again.",
  needs: "application.decide",
  body: z.strictObject({ reply: createTextInput(REPLY_LENGTH_MAX).min(1) }),
  status: 200,
  answer: ApplicationShape,
  refusals: ["wrong_state"],
  handle: async (ctx, { id, body }) => toApplicationView(await declineApplication(ctx, { applicationId: id, ...body })),
});

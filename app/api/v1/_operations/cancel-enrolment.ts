import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { loadEnrolmentView } from "#domain/api/enrolments.ts";
import { Reason } from "#domain/api/parts.ts";
import { Enrolment } from "#domain/api/shapes.ts";
import { cancelEnrolment } from "#domain/checkout/cancel-enrolment.ts";

export default defineWrite({
  id: "cancelEnrolment",
  method: "POST",
  path: "/enrolments/{id}/cancel",
  subject: "Enrolments",
  summary: "Cancel an enrolment",
  detail:
    "Refuses a place that waits for payment, or takes back an active one. The seat goes to whoever waits; what was paid becomes the student's money again. `refund` says whether it is asked back at once, for who may, or left for review.",
  needs: "enrolment.cancel",
  body: z.strictObject({ ...Reason.shape, refund: z.enum(["now", "review"]).default("review") }),
  status: 200,
  answer: Enrolment,
  refusals: ["wrong_state"],
  handle: async (ctx, { id, body }) => {
    await cancelEnrolment(ctx, { enrolmentId: id, ...body });
    return loadEnrolmentView(ctx, id);
  },
});

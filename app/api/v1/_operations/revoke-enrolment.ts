import { defineWrite } from "#app/_http/json.ts";
import { loadEnrolmentView } from "#domain/api/enrolments.ts";
import { Reason } from "#domain/api/parts.ts";
import { Enrolment } from "#domain/api/shapes.ts";
import { revokeEnrolment } from "#domain/checkout/revoke-enrolment.ts";

export default defineWrite({
  id: "revokeEnrolment",
  method: "POST",
  path: "/enrolments/{id}/revoke",
  subject: "Enrolments",
  summary: "Revoke an enrolment",
  detail: "Ends a place for cause: access closes, the seat is free, and what was paid stays paid.",
  needs: "enrolment.revoke",
  body: Reason,
  status: 200,
  answer: Enrolment,
  refusals: ["wrong_state"],
  handle: async (ctx, { id, body }) => {
    await revokeEnrolment(ctx, { enrolmentId: id, ...body });
    return loadEnrolmentView(ctx, id);
  },
});

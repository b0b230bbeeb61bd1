import { defineRead } from "#app/_http/json.ts";
import { getEnrolment } from "#domain/api/enrolments.ts";
import { Enrolment } from "#domain/api/shapes.ts";

export default defineRead({
  id: "readEnrolment",
  method: "GET",
  path: "/enrolments/{id}",
  subject: "Enrolments",
  summary: "Read an enrolment",
  needs: "enrolment.read",
  status: 200,
  answer: Enrolment,
  handle: (ctx, { id }) => getEnrolment(ctx, id),
});

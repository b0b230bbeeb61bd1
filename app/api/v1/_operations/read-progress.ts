import { defineRead } from "#app/_http/json.ts";
import { getProgress } from "#domain/api/get-progress.ts";
import { EnrolmentProgress } from "#domain/api/shapes.ts";

export default defineRead({
  id: "readProgress",
  method: "GET",
  path: "/enrolments/{id}/progress",
  subject: "Progress",
  summary: "Read how far a student is",
  detail:
    "For the student, who teaches the course, and the office: what is done, what the cohort asks, and whether that is reached. All materials and meetings count, also those that are still to come. It stays when access ends.",
  needs: "enrolment.read",
  status: 200,
  answer: EnrolmentProgress,
  handle: (ctx, { id }) => getProgress(ctx, id),
});

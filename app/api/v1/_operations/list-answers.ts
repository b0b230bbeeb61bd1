import { z } from "zod";
import { defineRead } from "#app/_http/json.ts";
import { Answer, listAnswerViews } from "#domain/api/questions.ts";

export default defineRead({
  id: "listAnswers",
  method: "GET",
  path: "/enrolments/{id}/answers",
  subject: "Questions",
  summary: "List what was answered at an enrolment",
  needs: "enrolment.read",
  status: 200,
  answer: z.strictObject({ items: z.array(Answer) }),
  handle: (ctx, { id }) => listAnswerViews(ctx, id),
});

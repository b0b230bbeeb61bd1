import { z } from "zod";
import { defineRead } from "#app/_http/json.ts";
import { listQuestionViews, QuestionShape } from "#domain/api/questions.ts";

export default defineRead({
  id: "listQuestions",
  method: "GET",
  path: "/courses/{id}/questions",
  subject: "Questions",
  summary: "List what is asked at enrolment",
  detail: "In the order in which it is asked.",
  needs: "course.read",
  status: 200,
  answer: z.strictObject({ items: z.array(QuestionShape) }),
  handle: (ctx, { id }) => listQuestionViews(ctx, id),
});

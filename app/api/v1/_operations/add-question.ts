import { defineWrite } from "#app/_http/json.ts";
import { loadQuestionView, QuestionShape } from "#domain/api/questions.ts";
import { addQuestion } from "#domain/questions/add-question.ts";
import { QuestionFields } from "#domain/questions/inputs.ts";

export default defineWrite({
  id: "addQuestion",
  method: "POST",
  path: "/courses/{id}/questions",
  subject: "Questions",
  summary: "Ask one more thing at enrolment",
  needs: "question.edit",
  body: QuestionFields,
  status: 201,
  answer: QuestionShape,
  handle: async (ctx, { id, body }) => loadQuestionView(ctx, await addQuestion(ctx, { courseId: id, ...body })),
});

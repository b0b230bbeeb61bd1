import { defineWrite } from "#app/_http/json.ts";
import { Nothing } from "#domain/api/parts.ts";
import { loadQuestionView, QuestionShape } from "#domain/api/questions.ts";
import { retireQuestion } from "#domain/questions/retire-question.ts";

export default defineWrite({
  id: "retireQuestion",
  method: "POST",
  path: "/questions/{id}/retire",
  subject: "Questions",
  summary: "Ask a question no more",
  detail: "What was answered stays. Refused while another question depends on its answer.",
  needs: "question.edit",
  body: Nothing,
  status: 200,
  answer: QuestionShape,
  refusals: ["wrong_state"],
  handle: async (ctx, { id }) => loadQuestionView(ctx, await retireQuestion(ctx, { questionId: id })),
});

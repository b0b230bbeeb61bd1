import { defineWrite } from "#app/_http/json.ts";
import { loadQuestionView, QuestionShape } from "#domain/api/questions.ts";
import { editQuestion } from "#domain/questions/edit-question.ts";
import { QuestionFields } from "#domain/questions/inputs.ts";

export default defineWrite({
  id: "editQuestion",
  method: "POST",
  path: "/questions/{id}",
  subject: "Questions",
  summary: "Change a question",
  detail:
    "The whole question: what is left out is as if it were new. One that somebody has answered is retired, and the answer is a new one in its place, with an id of its own.",
  needs: "question.edit",
  body: QuestionFields,
  status: 200,
  answer: QuestionShape,
  refusals: ["wrong_state"],
  handle: async (ctx, { id, body }) => loadQuestionView(ctx, await editQuestion(ctx, { questionId: id, ...body })),
});

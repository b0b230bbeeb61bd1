import { z } from "zod";
import { storeAnswerFiles } from "#app/_http/json-files.ts";
import { defineWrite } from "#app/_http/json.ts";
import { FILES_BYTES_MAX } from "#domain/api/parts.ts";
import {
  Answer,
  assertCanAnswer,
  GivenAnswers,
  loadAnswerViews,
  loadAskedOf,
  toGivenAnswers,
} from "#domain/api/questions.ts";
import { answerQuestions } from "#domain/questions/answer-questions.ts";

export default defineWrite({
  id: "answerQuestions",
  method: "POST",
  path: "/enrolments/{id}/answers",
  subject: "Questions",
  summary: "Answer what is asked at an enrolment",
  detail:
    "All of it: an answer that is left out is none. A file that was sent before stays unless another one comes. Answers are stored in the place of those that were given before.",
  needs: "answer.give",
  body: z.strictObject({ answers: GivenAnswers }),
  bodyBytesMax: FILES_BYTES_MAX,
  status: 200,
  answer: z.strictObject({ items: z.array(Answer) }),
  refusals: ["answers_refused", "wrong_state", "file_too_large", "file_type_refused"],
  prepare: storeAnswerFiles(assertCanAnswer),
  handle: async (ctx, { id, body }, files) => {
    const answers = toGivenAnswers(body.answers, files, await loadAskedOf(ctx, id));
    await answerQuestions(ctx, { enrolmentId: id, answers });
    return loadAnswerViews(ctx, id);
  },
});

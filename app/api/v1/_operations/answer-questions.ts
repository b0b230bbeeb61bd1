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
import { createTextInput } from "#domain/kernel/text-inputs.ts";
import { answerQuestions } from "#domain/questions/answer-questions.ts";
import { InSpiteOfRules } from "#domain/rules/inputs.ts";

export default defineWrite({
  id: "answerQuestions",
  method: "POST",
  path: "/enrolments/{id}/answers",
  subject: "Questions",
  summary: "Answer what is asked at an enrolment",
  detail:
    "All of it: an answer that is left out is none. A file that was sent before stays unless another one comes. Answers are stored in the place of those that were given before. A date of birth by which the cohort judges the age cannot become one that breaks its rule: the office passes over it with `inSpiteOfRules`, for which `why` is needed.",
  needs: "answer.give",
  body: z.strictObject({
    answers: GivenAnswers,
    why: createTextInput(1_000).default(""),
    inSpiteOfRules: InSpiteOfRules,
  }),
  bodyBytesMax: FILES_BYTES_MAX,
  status: 200,
  answer: z.strictObject({ items: z.array(Answer) }),
  refusals: ["answers_refused", "age_not_met", "wrong_state", "file_too_large", "file_type_refused"],
  prepare: storeAnswerFiles(assertCanAnswer),
  handle: async (ctx, { id, body }, files) => {
    const answers = toGivenAnswers(body.answers, files, await loadAskedOf(ctx, id));
    await answerQuestions(ctx, { ...body, enrolmentId: id, answers });
    return loadAnswerViews(ctx, id);
  },
});

"use server";

import { z } from "zod";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { action } from "#app/_forms/action.ts";
import { QUESTION_KINDS } from "#db/enums.ts";
import { addQuestion } from "#domain/questions/add-question.ts";
import { editQuestion } from "#domain/questions/edit-question.ts";
import { QuestionFields } from "#domain/questions/inputs.ts";
import { retireQuestion } from "#domain/questions/retire-question.ts";
import { TypedCount } from "#domain/kernel/read-count.ts";
import { listLanguages } from "#messages/page-path.ts";

const Id = z.string().max(60);
const text = z.string().max(20_000).default("");
/** What is empty is none. */
const orNone = text.transform((typed) => (typed.trim() === "" ? null : typed.trim()));
const lines = text.transform((typed) =>
  typed
    .split("\n")
    .map((each) => each.trim())
    .filter(Boolean),
);

/** A question as a form sends it: its options a line each, and beside its texts those in the school's other languages. */
const QuestionForm = z
  .object({
    cohortId: orNone,
    kind: z.enum(QUESTION_KINDS),
    prompt: text,
    help: text,
    options: lines,
    isRequired: z.string().optional(),
    onlyIfQuestionId: orNone,
    onlyIfAnswer: orNone,
    position: TypedCount(0, 1_000).default(0),
  })
  .loose()
  .transform((typed): QuestionFields => {
    const { cohortId, kind, prompt, help, options, onlyIfQuestionId, onlyIfAnswer, position, ...others } = typed;
    const field = (name: string) => String(others[name] ?? "").trim();
    const translations = Object.fromEntries(
      listLanguages()
        .map(({ language }) => {
          const given = {
            prompt: field(`prompt-${language}`),
            help: field(`help-${language}`),
            options: field(`options-${language}`).split("\n").filter(Boolean),
          };
          return [language, given] as const;
        })
        .filter(([, given]) => given.prompt !== ""),
    );
    return {
      ...{ cohortId, kind, prompt, help, options, onlyIfQuestionId, onlyIfAnswer, position, translations },
      isRequired: typed.isRequired !== undefined,
    };
  })
  .pipe(QuestionFields as z.ZodType<QuestionFields, QuestionFields>);

const of = (courseId: string) => `/admin/courses/${courseId}/questions`;

export const addQuestionAction = action(
  z.object({ courseId: Id }).and(QuestionForm),
  async ({ write }, { courseId, ...fields }) => {
    await write((ctx) => addQuestion(ctx, { courseId, ...fields }));
    await redirectDone(of(courseId), "question-saved");
  },
);

export const editQuestionAction = action(
  z.object({ courseId: Id, questionId: Id }).and(QuestionForm),
  async ({ write }, { courseId, ...fields }) => {
    await write((ctx) => editQuestion(ctx, fields));
    await redirectDone(of(courseId), "question-saved");
  },
);

export const retireQuestionAction = action(
  z.object({ courseId: Id, questionId: Id }),
  async ({ write }, { courseId, questionId }) => {
    await write((ctx) => retireQuestion(ctx, { questionId }));
    await redirectDone(of(courseId), "question-removed");
  },
);

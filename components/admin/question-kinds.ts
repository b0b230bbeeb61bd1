import { getTranslator } from "#components/messages/get-translator.ts";
import type { Question } from "#domain/questions/inputs.ts";
import type { PlainKey } from "#messages/message.ts";

type QuestionKind = Question["kind"];

const KINDS = {
  text: "questions.kind_text",
  choice: "questions.kind_choice",
  checkbox: "questions.kind_checkbox",
  date: "questions.kind_date",
  file: "questions.kind_file",
  consent: "questions.kind_consent",
} as const satisfies Record<QuestionKind, PlainKey>;

export const QUESTION_KINDS = Object.keys(KINDS) as QuestionKind[];

/** What a kind of answer is called. */
export const kindLabel = (kind: QuestionKind): string => getTranslator()(KINDS[kind]);

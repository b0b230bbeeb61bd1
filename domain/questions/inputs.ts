import { z } from "zod";
import { QUESTION_KINDS } from "#db/enums.ts";
import type { enrolmentQuestions } from "#db/schema/index.ts";
import { issue } from "#messages/message.ts";
import { createLineInput, createTextInput } from "../kernel/text-inputs.ts";
import { LanguageTag } from "../settings/inputs.ts";

export type Question = typeof enrolmentQuestions.$inferSelect;

/** The longest a text may be, in characters; those of a question stand in the schema's CHECKs too. */
export const QUESTION_LENGTHS = { prompt: 500, help: 1_000, option: 200, answer: 2_000 } as const;
/** How many a course asks at most, those of its cohorts included. */
export const QUESTIONS_MAX = 40;
export const OPTIONS_MAX = 50;
const POSITION_MAX = 1_000;

const Prompt = createTextInput(QUESTION_LENGTHS.prompt).min(1, issue("fields.question_needed"));
const Help = createTextInput(QUESTION_LENGTHS.help);
const Option = createLineInput(QUESTION_LENGTHS.option);
const Options = z.array(Option.min(1, issue("fields.option_empty"))).max(OPTIONS_MAX, issue("fields.options_max"));

/** What a question says in another language than the course's; options in the order of the original ones. */
const Translation = z.strictObject({
  prompt: createTextInput(QUESTION_LENGTHS.prompt).optional(),
  help: Help.optional(),
  options: z.array(Option).max(OPTIONS_MAX).optional(),
});

/** A question, as JSON says it. */
export const QuestionFields = z
  .strictObject({
    cohortId: z.string().max(60).nullable().default(null),
    kind: z.enum(QUESTION_KINDS),
    prompt: Prompt,
    help: Help.default(""),
    options: Options.default([]),
    translations: z.record(LanguageTag, Translation).default({}),
    isRequired: z.boolean().default(false),
    /** The question on whose answer it depends, and that answer: an option, or `yes` or `no` of a box. */
    onlyIfQuestionId: z.string().max(60).nullable().default(null),
    onlyIfAnswer: Option.nullable().default(null),
    position: z.number().int().min(0).max(POSITION_MAX).default(0),
  })
  .superRefine(({ kind, options, onlyIfQuestionId, onlyIfAnswer }, problem) => {
    const add = (path: string, words: string) => problem.addIssue({ code: "custom", path: [path], message: words });
    if (kind === "choice" && options.length < 2) add("options", issue("fields.options_min"));
    if (kind !== "choice" && options.length > 0) add("options", issue("fields.options_of_choice"));
    if (new Set(options).size < options.length) add("options", issue("fields.options_twice"));
    if (onlyIfQuestionId !== null && !onlyIfAnswer) add("onlyIfAnswer", issue("fields.only_if_answer_needed"));
    if (onlyIfQuestionId === null && onlyIfAnswer) add("onlyIfQuestionId", issue("fields.only_if_question_needed"));
  });
export type QuestionFields = z.output<typeof QuestionFields>;

/** What somebody gives for one question: text, or a file that is stored already. */
export type GivenAnswer = { questionId: string; value: string; file?: import("../files/store.ts").StoredFile };

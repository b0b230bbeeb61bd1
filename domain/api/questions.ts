import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { cohorts, enrolmentQuestions, enrolments } from "#db/schema/index.ts";
import { QUESTION_KINDS } from "#db/enums.ts";
import { message } from "#messages/message.ts";
import type { StoredFile } from "../files/store.ts";
import type { ReadCtx, TxCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { type GivenAnswer, OPTIONS_MAX, type Question, QUESTION_LENGTHS, QUESTIONS_MAX } from "../questions/inputs.ts";
import { listAnswers } from "../questions/list-answers.ts";
import { listQuestions } from "../questions/list-questions.ts";
import { loadQuestions } from "../questions/load-questions.ts";
import { authorize } from "../policy.ts";
import { Id, Moment, Upload } from "./parts.ts";

export const QuestionShape = z
  .strictObject({
    id: Id("qst"),
    courseId: Id("crs"),
    cohortId: Id("coh").nullable().meta({ description: "Null is all cohorts of the course." }),
    kind: z.enum(QUESTION_KINDS),
    prompt: z.string(),
    help: z.string(),
    options: z.array(z.string()).max(OPTIONS_MAX),
    translations: z.record(
      z.string(),
      z.strictObject({
        prompt: z.string().optional(),
        help: z.string().optional(),
        options: z.array(z.string()).optional(),
      }),
    ),
    isRequired: z.boolean(),
    onlyIfQuestionId: Id("qst").nullable().meta({ description: "The question on whose answer it depends." }),
    onlyIfAnswer: z.string().nullable().meta({ description: "An option of that question; `yes` or `no` of a box." }),
    position: z.int(),
    createdAt: Moment,
  })
  .meta({ id: "Question" });
export type QuestionView = z.output<typeof QuestionShape>;

/** `all`: the live questions of its course, among which is the one it depends on. */
function toQuestionView(question: Question, all: readonly Question[]): QuestionView {
  const { id, courseId, cohortId, kind, prompt, help, options, isRequired, onlyIfAnswer, position } = question;
  const parent = all.find(({ rootId }) => rootId === question.onlyIfRootId);
  return {
    ...{ id, courseId, cohortId, kind, prompt, help, options, translations: question.translations ?? {} },
    ...{ isRequired, onlyIfQuestionId: parent?.id ?? null, onlyIfAnswer, position, createdAt: question.createdAt },
  };
}

export async function listQuestionViews(ctx: ReadCtx, courseId: string): Promise<{ items: QuestionView[] }> {
  const all = await listQuestions(ctx, courseId);
  return { items: all.map((question) => toQuestionView(question, all)) };
}

export const Answer = z
  .strictObject({
    questionId: Id("qst").meta({ description: "The question as it was when it was answered." }),
    kind: z.enum(QUESTION_KINDS),
    prompt: z.string(),
    value: z.string().meta({ description: "Text, an option, `yes` or `no`, a day (`2027-03-03`), a file's name." }),
    fileId: Id("fil").nullable(),
    answeredAt: Moment,
  })
  .meta({ id: "Answer" });

export async function listAnswerViews(
  ctx: ReadCtx,
  enrolmentId: string,
): Promise<{ items: z.output<typeof Answer>[] }> {
  const answers = await listAnswers(ctx, enrolmentId);
  return {
    items: answers.map(({ questionId, kind, prompt, stored: value, fileId, answeredAt }) => ({
      ...{ questionId, kind, prompt, value, fileId, answeredAt },
    })),
  };
}

/** What is answered, as JSON carries it. */
export const GivenAnswers = z
  .array(
    z.strictObject({
      questionId: Id("qst"),
      value: z.string().max(QUESTION_LENGTHS.answer).default(""),
      file: Upload.optional(),
    }),
  )
  .max(QUESTIONS_MAX)
  .meta({
    description:
      "One for each question of `GET /courses/{id}/questions` that is asked in the cohort. What is wrong with one is said beside `answer:{questionId}`.",
  });
type Sent = z.output<typeof GivenAnswers>;

/** With the files that were stored for them, in their order. Refuses an answer to what is not asked. */
export function toGivenAnswers(
  sent: Sent,
  stored: readonly StoredFile[],
  asked: readonly Pick<Question, "id">[],
): GivenAnswer[] {
  const unknown = sent.find(({ questionId }) => !asked.some(({ id }) => id === questionId));
  if (unknown) {
    const field = `answer:${unknown.questionId}`;
    throw new Refusal("answers_refused", { fields: { [field]: message("fields.answer_unknown") } });
  }
  let next = 0;
  return sent.map(({ questionId, value, file }) => {
    const kept = file && stored[next++];
    return { questionId, value, ...(kept ? { file: kept } : {}) };
  });
}

/** As it stands after a verb, which has let the actor through. */
export async function loadQuestionView(ctx: TxCtx, question: Question): Promise<QuestionView> {
  const all = await ctx.tx
    .select()
    .from(enrolmentQuestions)
    .where(and(eq(enrolmentQuestions.courseId, question.courseId), isNull(enrolmentQuestions.retiredAt)));
  return toQuestionView(question, all);
}

/** The questions of an enrolment's cohort, before the verb that asks who may. */
export async function loadAskedOf(ctx: TxCtx, enrolmentId: string): Promise<Question[]> {
  const [place] = await ctx.tx
    .select({ courseId: enrolments.courseId, cohortId: enrolments.cohortId })
    .from(enrolments)
    .where(eq(enrolments.id, enrolmentId));
  return place ? loadQuestions(ctx.tx, place) : [];
}

/** What an enrolment's answers are after a verb, which has let the actor through. */
export async function loadAnswerViews(ctx: TxCtx, enrolmentId: string): ReturnType<typeof listAnswerViews> {
  const { tx: read, now, actor, rules } = ctx;
  return listAnswerViews({ read, now, actor, rules }, enrolmentId);
}

/** Refuses whoever may not answer, before the bytes of a file are stored; the verb asks again. */
export async function assertCanAnswer(ctx: ReadCtx, { id }: { id: string }): Promise<void> {
  const [place] = await ctx.read
    .select({ studentId: enrolments.studentId })
    .from(enrolments)
    .where(eq(enrolments.id, id));
  authorize(ctx, "answer.give", { ownerId: place?.studentId ?? null });
}

/** The questions of a cohort in which somebody enrols. */
export async function loadCohortQuestions(ctx: TxCtx, cohortId: string): Promise<Question[]> {
  const [cohort] = await ctx.tx.select({ courseId: cohorts.courseId }).from(cohorts).where(eq(cohorts.id, cohortId));
  return cohort ? loadQuestions(ctx.tx, { courseId: cohort.courseId, cohortId }) : [];
}

import { and, eq, exists, isNull, not } from "drizzle-orm";
import { enrolmentAnswers, enrolmentQuestions } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import { loadCohort } from "../courses/load-course.ts";
import type { StepCtx, WriteCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { assertNoRuleNeeds } from "./assert-no-rule-needs.ts";
import { checkCondition, listPossibleAnswers } from "./check-condition.ts";
import type { Question, QuestionFields } from "./inputs.ts";

/**
 * Changes a question. One that somebody has answered is retired instead, and the changed one takes its place: what was answered stays
 * beside what was asked then. Refuses one that is retired already, and to take away an answer on which another question depends.
 */
export async function editQuestion(ctx: WriteCtx, input: { questionId: string } & QuestionFields): Promise<Question> {
  authorize(ctx, "question.edit", {});
  const { questionId, onlyIfQuestionId, ...fields } = input;
  const before = await loadLiveQuestion(ctx, questionId);
  const { rootId, courseId } = before;
  const { cohortId } = fields;
  if (cohortId !== null && (await loadCohort(ctx.tx, cohortId)).courseId !== courseId) throw new Refusal("not_found");
  const onlyIf = await checkCondition(ctx, { ...fields, courseId, rootId, onlyIfQuestionId });
  const changes = {
    ...fields,
    onlyIfRootId: onlyIf?.rootId ?? null,
    onlyIfAnswer: onlyIf ? fields.onlyIfAnswer : null,
  };
  await assertDependentsKept(ctx, { ...before, ...changes });
  const staysBirthDate =
    changes.kind === "date" && changes.onlyIfRootId === null && changes.cohortId === before.cohortId;
  if (!staysBirthDate) await assertNoRuleNeeds(ctx, before);
  const unanswered = not(
    exists(
      ctx.tx
        .select({ id: enrolmentAnswers.id })
        .from(enrolmentAnswers)
        .where(eq(enrolmentAnswers.questionId, questionId)),
    ),
  );
  const [edited] = await ctx.tx
    .update(enrolmentQuestions)
    .set(changes)
    .where(and(eq(enrolmentQuestions.id, questionId), unanswered))
    .returning();
  const after = edited ?? (await replaceQuestion(ctx, before, changes));
  const { id, kind, prompt } = after;
  const change = { before: { question: questionId, prompt: before.prompt }, after: { question: id, kind, prompt } };
  await audit(ctx, "question.edit", { type: "course", id: courseId }, change);
  return after;
}

/** Refuses one that is not there, and one that another one has taken the place of. */
export async function loadLiveQuestion(ctx: StepCtx, questionId: string): Promise<Question> {
  const [question] = await ctx.tx.select().from(enrolmentQuestions).where(eq(enrolmentQuestions.id, questionId));
  if (!question) throw new Refusal("not_found");
  if (question.retiredAt) throw new Refusal("wrong_state", { words: message("refusals.question_retired") });
  return question;
}

/** The questions that are asked only after an answer to this one. */
export async function listDependents(ctx: StepCtx, { rootId }: Pick<Question, "rootId">): Promise<Question[]> {
  return ctx.tx
    .select()
    .from(enrolmentQuestions)
    .where(and(eq(enrolmentQuestions.onlyIfRootId, rootId), isNull(enrolmentQuestions.retiredAt)));
}

async function assertDependentsKept(ctx: StepCtx, changed: Question): Promise<void> {
  const answers = listPossibleAnswers(changed);
  for (const { prompt, onlyIfAnswer, cohortId } of await listDependents(ctx, changed)) {
    const isKept = answers.includes(onlyIfAnswer ?? "");
    if (isKept && (changed.cohortId === null || changed.cohortId === cohortId)) continue;
    const words = message("fields.another_depends", { prompt });
    throw new Refusal("invalid_input", { fields: { [isKept ? "cohortId" : "options"]: words } });
  }
}

async function replaceQuestion(ctx: StepCtx, before: Question, changes: Partial<Question>): Promise<Question> {
  const [retired] = await ctx.tx
    .update(enrolmentQuestions)
    .set({ retiredAt: ctx.now })
    .where(and(eq(enrolmentQuestions.id, before.id), isNull(enrolmentQuestions.retiredAt)))
    .returning({ id: enrolmentQuestions.id });
  if (!retired) throw new Refusal("wrong_state");
  const question = { ...before, ...changes, id: createId("question"), retiredAt: null, createdAt: ctx.now };
  await ctx.tx.insert(enrolmentQuestions).values(question);
  return question;
}

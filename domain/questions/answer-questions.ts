import { eq } from "drizzle-orm";
import { enrolmentAnswers, enrolmentQuestions } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import { findEnrolment } from "../enrolments/find-enrolment.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { listRulesBrokenBy } from "../rules/list-rules-broken-by.ts";
import type { GivenAnswer } from "./inputs.ts";
import { loadQuestions, requireAnswers } from "./load-questions.ts";
import { replaceAnswers } from "./store-answers.ts";

/**
 * Answers all that is asked at an enrolment that is there already: what was never answered, and what has changed since. A file that was
 * sent stays unless another one comes. Refuses answers that do not do, an enrolment that has ended, and one that breaks a rule of the cohort
 * that was met before: the office may pass over it (`inSpiteOfRules`), with a reason (`why`).
 */
export async function answerQuestions(
  ctx: WriteCtx,
  input: {
    enrolmentId: string;
    answers: readonly GivenAnswer[];
    inSpiteOfRules?: boolean | undefined;
    why?: string | undefined;
  },
): Promise<void> {
  const { enrolment, resource } = await findEnrolment(ctx.tx, input.enrolmentId);
  authorize(ctx, "answer.give", { ownerId: resource.ownerId ?? null });
  if (enrolment.state === "cancelled" || enrolment.state === "revoked") {
    throw new Refusal("wrong_state", { words: message("refusals.enrolment_has_ended") });
  }
  const questions = await loadQuestions(ctx.tx, enrolment);
  const sent = await ctx.tx
    .select({ rootId: enrolmentQuestions.rootId, value: enrolmentAnswers.value, fileId: enrolmentAnswers.fileId })
    .from(enrolmentAnswers)
    .innerJoin(enrolmentQuestions, eq(enrolmentQuestions.id, enrolmentAnswers.questionId))
    .where(eq(enrolmentAnswers.enrolmentId, enrolment.id));
  const withFile = new Set(sent.filter(({ fileId }) => fileId !== null).map(({ rootId }) => rootId));
  const answers = requireAnswers(questions, input.answers, withFile);
  const isByStudent = ctx.actor.type === "user" && ctx.actor.id === enrolment.studentId;
  const { cohortId, studentId } = enrolment;
  const { inSpiteOfRules, why } = input;
  const passedOver = await listRulesBrokenBy(
    ctx,
    { cohortId, studentId, isByStudent, inSpiteOfRules, why },
    { given: answers, stored: sent, questions },
  );
  await replaceAnswers(
    ctx,
    enrolment.id,
    answers,
    questions.map(({ rootId }) => rootId),
  );
  // What was answered is erased one day; the log, which nothing is taken out of, names the questions alone.
  const after = {
    questions: answers.map(({ questionId }) => questionId).join(" "),
    ...(passedOver.inSpiteOf && { ...passedOver, why }),
  };
  await audit(ctx, "answer.give", { type: "enrolment", id: enrolment.id }, { after });
}

import { and, eq, isNull } from "drizzle-orm";
import { enrolmentQuestions } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { listDependents, loadLiveQuestion } from "./edit-question.ts";
import type { Question } from "./inputs.ts";
import { assertNoRuleNeeds } from "./assert-no-rule-needs.ts";

/** Asks a question no more; what was answered stays. Refuses while another question, or the age that a cohort asks, depends on it. */
export async function retireQuestion(ctx: WriteCtx, input: { questionId: string }): Promise<Question> {
  authorize(ctx, "question.edit", {});
  const question = await loadLiveQuestion(ctx, input.questionId);
  const [dependent] = await listDependents(ctx, question);
  if (dependent) {
    throw new Refusal("wrong_state", { words: message("fields.another_depends", { prompt: dependent.prompt }) });
  }
  await assertNoRuleNeeds(ctx, question);
  const [retired] = await ctx.tx
    .update(enrolmentQuestions)
    .set({ retiredAt: ctx.now })
    .where(and(eq(enrolmentQuestions.id, question.id), isNull(enrolmentQuestions.retiredAt)))
    .returning();
  if (!retired) throw new Refusal("wrong_state");
  const change = { before: { question: question.id, prompt: question.prompt }, after: { retired: true } };
  await audit(ctx, "question.edit", { type: "course", id: question.courseId }, change);
  return retired;
}

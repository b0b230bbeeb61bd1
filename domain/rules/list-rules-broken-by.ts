import { message } from "#messages/message.ts";
import type { StepCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { hasAgeRule } from "./judge-rules.ts";
import { type AnswersGiven, listRuleProblems, type WantedPlace } from "./list-rule-problems.ts";
import type { PassedOver } from "./list-rules-passed-over.ts";
import { refuseRule } from "./refuse-rule.ts";

type Change = WantedPlace & { isByStudent: boolean; inSpiteOfRules?: boolean | undefined; why?: string | undefined };

/** `stored`: what they answered at this enrolment until now. */
type AnswersChanged = AnswersGiven & { stored: AnswersGiven["given"] };

/**
 * The rule that somebody who has a place would no longer meet by what they answer now, for the audit. Refuses it to the student, and to the
 * office unless it says that it means to, with a reason. Who did not meet it before, because the office let them in or the rule came later,
 * keeps their place and says what is true.
 */
export async function listRulesBrokenBy(ctx: StepCtx, change: Change, answers: AnswersChanged): Promise<PassedOver> {
  const { isByStudent, inSpiteOfRules, why = "", ...place } = change;
  const { rules, problems, isBirthUnknown } = await listRuleProblems(ctx, place, answers);
  if (!rules || !hasAgeRule(rules)) return {};
  const question = answers.questions.find(({ rootId }) => rootId === rules.birthRootId);
  const before = await listRuleProblems(ctx, place, { ...answers, given: answers.stored });
  if (!question || before.isBirthUnknown || before.problems.some(({ rule }) => rule === "age")) return {};
  const field = `answer:${question.id}`;
  // An answer taken away would let the next one be any.
  if (isBirthUnknown) throw new Refusal("answers_refused", { fields: { [field]: message("fields.answer_needed") } });
  const problem = problems.find(({ rule }) => rule === "age");
  if (!problem) return {};
  const of = { rule: problem.words };
  if (isByStudent) throw refuseRule(problem, { words: message("refusals.answer_breaks_rule", of), field });
  if (!inSpiteOfRules) {
    throw refuseRule(problem, { words: message("refusals.answer_breaks_rule_to_office", of), field: "inSpiteOfRules" });
  }
  if (why.trim() === "") throw new Refusal("invalid_input", { fields: { why: message("fields.reason_needed") } });
  return { inSpiteOf: problem.rule };
}

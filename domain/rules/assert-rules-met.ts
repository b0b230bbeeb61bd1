import { message } from "#messages/message.ts";
import type { StepCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { type AnswersGiven, listRuleProblems, type WantedPlace } from "./list-rule-problems.ts";
import type { RuleSet } from "./load-rules.ts";
import { refuseRule } from "./refuse-rule.ts";

/**
 * Refuses a student who does not meet a rule of the cohort, and says which. Where an age is asked, their date of birth must be among
 * `answers`; without those it is what they said before, and unknown is refused. Says the rules, none where there is none.
 */
export async function assertRulesMet(
  ctx: StepCtx,
  place: WantedPlace,
  answers?: AnswersGiven,
): Promise<RuleSet | undefined> {
  const { rules, problems, isBirthUnknown } = await listRuleProblems(ctx, place, answers);
  const [problem] = problems;
  const question = answers?.questions.find(({ rootId }) => rootId === rules?.birthRootId);
  const field = question && `answer:${question.id}`;
  if (problem) throw refuseRule(problem, { field: problem.rule === "age" ? field : undefined });
  if (!isBirthUnknown) return rules;
  // The question may be gone, or depend on another one: then only the office can let somebody in.
  if (!field) throw new Refusal("age_not_met", { words: message("refusals.birth_unknown") });
  throw new Refusal("answers_refused", { fields: { [field]: message("fields.answer_needed") } });
}

import type { StepCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { hasAgeRule, judgeRules, type RuleProblem } from "./judge-rules.ts";
import { loadPersonFacts } from "./load-person-facts.ts";
import { loadRules, type RuleSet } from "./load-rules.ts";

/** A student, and the cohort in which they would like a place. */
export type WantedPlace = { cohortId: string; studentId: string };

/** An answer, with the root of what it answers, and the questions that were asked. */
export type AnswersGiven = {
  given: readonly { rootId: string; value: string }[];
  questions: readonly { id: string; rootId: string }[];
};

export type Judged = {
  rules: RuleSet | undefined;
  problems: RuleProblem[];
  /** An age is asked, and no date of birth is known. */
  isBirthUnknown: boolean;
};

/**
 * The rules of the cohort that a student does not meet. With `answers` their date of birth is what they say now; without, what they said
 * before.
 */
export async function listRuleProblems(ctx: StepCtx, place: WantedPlace, answers?: AnswersGiven): Promise<Judged> {
  const rules = (await loadRules(ctx.tx, [place.cohortId], ctx.language)).get(place.cohortId);
  if (!rules) return { rules, problems: [], isBirthUnknown: false };
  const person = await loadPersonFacts(ctx.tx, place.studentId, rules);
  if (!person) throw new Refusal("not_found");
  const said = answers?.given.find(({ rootId }) => rootId === rules.birthRootId)?.value;
  const bornOn = answers ? said : person.bornOn;
  return {
    rules,
    problems: judgeRules(rules, { ...person, bornOn }, ctx.now),
    isBirthUnknown: hasAgeRule(rules) && bornOn === undefined,
  };
}

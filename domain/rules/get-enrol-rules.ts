import type { ReadCtx } from "../kernel/command.ts";
import { judgeRules, type RuleProblem } from "./judge-rules.ts";
import { loadPersonFacts } from "./load-person-facts.ts";
import { loadRules, type RuleSet } from "./load-rules.ts";

/** The rules of a cohort for whoever is about to enrol, and those that the actor does not meet; undefined where there is none. */
export type EnrolRules = RuleSet & { problems: RuleProblem[] };

export async function getEnrolRules(ctx: ReadCtx, cohortId: string): Promise<EnrolRules | undefined> {
  const rules = (await loadRules(ctx.read, [cohortId], ctx.language)).get(cohortId);
  if (!rules) return undefined;
  const person = ctx.actor.type === "user" ? await loadPersonFacts(ctx.read, ctx.actor.id, rules) : undefined;
  // Their date of birth they are asked anew: what they said before may have been a slip.
  const problems = person ? judgeRules(rules, { ...person, bornOn: undefined }, ctx.now) : [];
  return { ...rules, problems };
}

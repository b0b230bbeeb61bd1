import type { ReadCtx } from "../kernel/command.ts";
import { hasAgeRule, judgeRules } from "./judge-rules.ts";
import { loadFactsForRules } from "./load-person-facts.ts";
import { loadRules } from "./load-rules.ts";

/**
 * Of cohorts that have rules, those to which a student cannot go by themselves: they do not meet a rule, their date of birth is not known
 * where an age is asked, or the office decides about each place. At most four statements, none for no cohort.
 */
export async function listCohortsRuledOut(
  ctx: ReadCtx,
  studentId: string,
  cohortIds: readonly string[],
): Promise<Set<string>> {
  const sets = [...(await loadRules(ctx.read, cohortIds)).values()];
  const factsFor = sets.length > 0 ? await loadFactsForRules(ctx.read, studentId, sets) : undefined;
  const isRuledOut = (rules: (typeof sets)[number]) => {
    if (rules.needsApproval || !factsFor) return true;
    const facts = factsFor(rules);
    return (hasAgeRule(rules) && facts.bornOn === undefined) || judgeRules(rules, facts, ctx.now).length > 0;
  };
  return new Set(sets.filter(isRuledOut).map(({ cohortId }) => cohortId));
}

import { message } from "#messages/message.ts";
import type { StepCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { describeAge } from "./judge-rules.ts";
import { listRuleProblems, type WantedPlace } from "./list-rule-problems.ts";
import { refuseRule } from "./refuse-rule.ts";

/** What the audit log says of rules that were passed over; nothing where none was. */
export type PassedOver = { inSpiteOf?: string };

/**
 * The rules that a student does not meet whom the office gives a place, for the audit. Refuses them unless the office says that it means
 * to, with a reason. An age counts as not met while no date of birth is known.
 */
export async function listRulesPassedOver(
  ctx: StepCtx,
  { inSpiteOfRules, why, ...place }: WantedPlace & { inSpiteOfRules?: boolean | undefined; why: string },
): Promise<PassedOver> {
  const { rules, problems, isBirthUnknown } = await listRuleProblems(ctx, place);
  if (rules && isBirthUnknown) {
    const words = message("refusals.birth_unknown_to_office", { rule: describeAge(rules, ctx.now) });
    problems.push({ rule: "age", words });
  }
  const [problem] = problems;
  if (!problem) return {};
  if (!inSpiteOfRules) {
    const words = message("refusals.rule_for_office", { rule: problem.words });
    throw refuseRule(problem, { words, field: "inSpiteOfRules" });
  }
  if (why.trim() === "") throw new Refusal("invalid_input", { fields: { why: message("fields.reason_needed") } });
  return { inSpiteOf: problems.map(({ rule }) => rule).join(", ") };
}

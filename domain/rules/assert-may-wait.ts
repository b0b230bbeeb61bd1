import type { StepCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { listRuleProblems, type WantedPlace } from "./list-rule-problems.ts";
import { refuseRule } from "./refuse-rule.ts";

/**
 * As `assertRulesMet`, for somebody who only waits for a seat: their date of birth is asked when they take one, and until then what is
 * known of it counts. Where the office decides about each, nobody waits: an application is how one waits there.
 */
export async function assertMayWait(ctx: StepCtx, place: WantedPlace): Promise<void> {
  const { rules, problems } = await listRuleProblems(ctx, place);
  const [problem] = problems;
  if (problem) throw refuseRule(problem);
  if (rules?.needsApproval) throw new Refusal("approval_needed");
}

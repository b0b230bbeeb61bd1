import type { StepCtx } from "../kernel/command.ts";
import { listRuleProblems, type WantedPlace } from "./list-rule-problems.ts";
import { refuseRule } from "./refuse-rule.ts";

/**
 * As `assertRulesMet`, for somebody who only waits for a seat: their date of birth is asked when they take one, and until then what is
 * known of it counts.
 */
export async function assertMayWait(ctx: StepCtx, place: WantedPlace): Promise<void> {
  const [problem] = (await listRuleProblems(ctx, place)).problems;
  if (problem) throw refuseRule(problem);
}

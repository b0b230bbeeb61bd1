import type { WriteCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import { completeByRule } from "./complete-by-rule.ts";

/** Completes an enrolment if the rule of its cohort says so by now. Says whether it did. */
// eslint-disable-next-line matricula/write-verbs-check -- record-completion.ts audits, for this one and for what completes by its rule.
export async function completeDueEnrolment(ctx: WriteCtx, input: { enrolmentId: string }): Promise<boolean> {
  authorize(ctx, "enrolment.complete_by_rule", {});
  return completeByRule(ctx, input);
}

import type { enrolments } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import { issueOnCompletion } from "../certificates/issue-on-completion.ts";
import type { StepCtx } from "../kernel/command.ts";
import { tryTransition } from "../kernel/transitions.ts";
import { enrolmentMachine } from "./machine.ts";

type Enrolment = Pick<typeof enrolments.$inferSelect, "id" | "state">;

/**
 * The step by which an enrolment becomes completed, whoever says so: a person, or the rule of its cohort. What is to happen on completion
 * belongs here: where the cohort certifies, a certificate comes. Says whether it was active until now. Access goes on for as long as it
 * was given.
 */
export async function recordCompletion(
  ctx: StepCtx,
  before: Enrolment,
  { why, byRule }: { why: string; byRule: boolean },
): Promise<boolean> {
  const completed = await tryTransition(ctx, enrolmentMachine, before.id, "completed", {
    set: { endedAt: ctx.now },
    why,
  });
  if (!completed) return false;
  await issueOnCompletion(ctx, completed);
  await audit(
    ctx,
    "enrolment.complete",
    { type: "enrolment", id: before.id },
    { before: { state: before.state }, after: { state: "completed", ...(byRule ? { byRule } : {}) } },
  );
  return true;
}

import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import { endWaiting } from "../seats/end-waiting.ts";
import { getCohortDecision } from "./get-cohort-decision.ts";

/** Takes the next people off the waiting list of a cohort that was cancelled, and tells them. Says how many. */
export async function endCohortWaiting(ctx: WriteCtx, input: { cohortId: string }): Promise<number> {
  const { cohortId } = input;
  authorize(ctx, "waiting.offer", {});
  const { why } = await getCohortDecision(ctx.tx, cohortId);
  const waited = await endWaiting(ctx, cohortId, why);
  if (waited > 0) await audit(ctx, "waiting.offer", { type: "cohort", id: cohortId }, { after: { waited, why } });
  return waited;
}

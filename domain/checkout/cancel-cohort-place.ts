import { and, eq } from "drizzle-orm";
import { cohorts, enrolments, type refunds } from "#db/schema/index.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import { requireApproval } from "./require-approval.ts";
import { cancelEnrolment } from "./cancel-enrolment.ts";
import { getCohortDecision } from "./get-cohort-decision.ts";
import { markCohortEnding } from "./mark-cohort-ending.ts";
import { isLivePlace } from "./live-places.ts";

/**
 * Cancels one place of a cohort that was cancelled, as it was decided then: the student is told, the seat is free, and the money
 * goes back or is left for review. Gives back the refunds that were asked for; none when the place has ended meanwhile. Each
 * place is a write of its own, so whoever is stopped between two goes on with the next.
 */
// eslint-disable-next-line matricula/write-verbs-check -- It is `cancelEnrolment`, which audits, for a place that is still to be cancelled.
export async function cancelCohortPlace(
  ctx: WriteCtx,
  input: { enrolmentId: string },
): Promise<(typeof refunds.$inferSelect)[]> {
  const { enrolmentId } = input;
  authorize(ctx, "enrolment.cancel", {});
  const [live] = await ctx.tx
    .select({ cohortId: enrolments.cohortId })
    .from(enrolments)
    .innerJoin(cohorts, eq(cohorts.id, enrolments.cohortId))
    .where(and(eq(enrolments.id, enrolmentId), isLivePlace, eq(cohorts.state, "cancelled")));
  if (!live) return [];
  const decision = await getCohortDecision(ctx.tx, live.cohortId);
  const { why, refund } = decision;
  const asked = await cancelEnrolment(ctx, { enrolmentId, why, refund });
  await markCohortEnding(ctx, live.cohortId, { enrolmentId }, { state: "done" });
  return requireApproval(ctx, asked, decision);
}

import { and, eq, exists, or, sql } from "drizzle-orm";
import { cohortEndings } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import { loadCohort } from "../courses/load-course.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { getCohortDecision } from "./get-cohort-decision.ts";
import { selectOrdersOfEnding } from "./list-places-to-cancel.ts";

/**
 * Tries again what went wrong when a cohort was cancelled: places that could not be ended and, where the money was to go back at once, refunds
 * that failed. A job does it, place by place. Refuses (`wrong_state`) when nothing of it went wrong. Gives back how many places it will try.
 */
export async function retryCohortEndings(ctx: WriteCtx, input: { cohortId: string }): Promise<number> {
  authorize(ctx, "cohort.retry", {});
  const cohort = await loadCohort(ctx.tx, input.cohortId);
  if (cohort.state !== "cancelled") throw new Refusal("wrong_state");
  const { refund } = await getCohortDecision(ctx.tx, cohort.id);
  if (refund === "now") authorize(ctx, "refund.request", {});
  const isOwed = exists(selectOrdersOfEnding(ctx.tx, sql`review_reason = 'refund_due'`));
  const hasTrouble = or(
    eq(cohortEndings.state, "failed"),
    refund === "now" ? and(eq(cohortEndings.state, "done"), isOwed) : undefined,
  );
  const again = await ctx.tx
    .update(cohortEndings)
    .set({ state: "waiting", attempts: 0 })
    .where(and(eq(cohortEndings.cohortId, cohort.id), hasTrouble))
    .returning({ id: cohortEndings.id });
  if (again.length === 0) throw new Refusal("wrong_state");
  const after = { state: cohort.state, places: again.length };
  await audit(ctx, "cohort.retry", { type: "cohort", id: cohort.id }, { after });
  return again.length;
}

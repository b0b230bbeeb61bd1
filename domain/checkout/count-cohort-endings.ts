import { and, count, eq, exists, sql } from "drizzle-orm";
import { cohortEndings } from "#db/schema/index.ts";
import type { CohortEndingState } from "#db/enums.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import { selectOrdersOfEnding } from "./list-places-to-cancel.ts";

/** How far the cancellation of a cohort is. `due`: places that have ended and whose money still needs somebody. */
export type CohortEndingCounts = Record<CohortEndingState, number> & { total: number; due: number };

export async function countCohortEndings(ctx: ReadCtx, cohortId: string): Promise<CohortEndingCounts> {
  authorize(ctx, "enrolment.list", {});
  const own = eq(cohortEndings.cohortId, cohortId);
  const rows = await ctx.read
    .select({ state: cohortEndings.state, rows: count() })
    .from(cohortEndings)
    .where(own)
    .groupBy(cohortEndings.state);
  const isOwed = exists(selectOrdersOfEnding(ctx.read, sql`review_reason = 'refund_due'`));
  const due = await ctx.read.$count(cohortEndings, and(own, eq(cohortEndings.state, "done"), isOwed));
  const of = (state: CohortEndingState) => rows.find((row) => row.state === state)?.rows ?? 0;
  const [waiting, done, failed] = [of("waiting"), of("done"), of("failed")];
  return { waiting, done, failed, total: waiting + done + failed, due };
}

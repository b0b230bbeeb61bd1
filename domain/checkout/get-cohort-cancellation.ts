import { and, count, eq, inArray } from "drizzle-orm";
import { enrolments, waitingList } from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import { getCohortDecision, type CohortDecision } from "./get-cohort-decision.ts";
import { getPaidInCohort, type PaidInCohort } from "./get-paid-in-cohort.ts";

export type CohortCancellation = {
  /** Who have a place, for whom one is held while they pay, who have completed, and who wait. */
  enrolled: number;
  unpaid: number;
  completed: number;
  waiting: number;
  paid: PaidInCohort;
  decision: CohortDecision;
};

/** What cancelling a cohort would do and, once it is cancelled, what of it is still to be done. */
export async function getCohortCancellation(ctx: ReadCtx, cohortId: string): Promise<CohortCancellation> {
  authorize(ctx, "cohort.edit", {});
  const { read } = ctx;
  const byState = await read
    .select({ state: enrolments.state, rows: count() })
    .from(enrolments)
    .where(eq(enrolments.cohortId, cohortId))
    .groupBy(enrolments.state);
  const having = (...states: string[]) =>
    byState.filter(({ state }) => states.includes(state)).reduce((sum, { rows }) => sum + rows, 0);
  const [waits] = await read
    .select({ rows: count() })
    .from(waitingList)
    .where(and(eq(waitingList.cohortId, cohortId), inArray(waitingList.state, ["waiting", "offered"])));
  return {
    enrolled: having("active", "suspended"),
    unpaid: having("pending"),
    completed: having("completed"),
    waiting: waits?.rows ?? 0,
    paid: await getPaidInCohort(read, cohortId),
    decision: await getCohortDecision(read, cohortId),
  };
}

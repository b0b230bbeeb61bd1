import { and, eq, exists, inArray, not } from "drizzle-orm";
import { cohorts, enrolments, waitingList } from "#db/schema/index.ts";
import { audit } from "../kernel/audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { tryTransition } from "../kernel/transitions.ts";
import { authorize } from "../policy.ts";
import { bumpCatalogue } from "./catalogue-version.ts";
import { loadCohort } from "./load.ts";
import { type Cohort, cohortMachine } from "./machine.ts";

/**
 * Takes an offering back. Refuses while somebody has a place, a held seat or waits: people and their money are moved or
 * cancelled first, one by one, by verbs that say so to each of them.
 */
export async function cancelCohort(ctx: WriteCtx, input: { cohortId: string; why?: string }): Promise<Cohort> {
  authorize(ctx, "cohort.edit", input, {});
  const cohort = await loadCohort(ctx.tx, input.cohortId);
  if (cohort.state !== "open") throw new Refusal("wrong_state");
  const live = ctx.tx
    .select({ id: enrolments.id })
    .from(enrolments)
    .where(and(eq(enrolments.cohortId, cohort.id), inArray(enrolments.state, ["pending", "active", "suspended"])));
  const waiting = ctx.tx
    .select({ id: waitingList.id })
    .from(waitingList)
    .where(and(eq(waitingList.cohortId, cohort.id), inArray(waitingList.state, ["waiting", "offered"])));
  const cancelled = await tryTransition(ctx, cohortMachine, cohort.id, "cancelled", {
    set: { updatedAt: ctx.now },
    why: input.why,
    where: and(eq(cohorts.held, 0), not(exists(live)), not(exists(waiting))),
  });
  if (!cancelled) throw new Refusal("cohort_in_use");
  await bumpCatalogue(ctx);
  await audit(
    ctx,
    "cohort.edit",
    { type: "cohort", id: cohort.id },
    { before: { state: cohort.state }, after: { state: cancelled.state, why: input.why } },
  );
  return cancelled;
}

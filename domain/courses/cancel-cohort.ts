import { and, eq, exists, inArray, not } from "drizzle-orm";
import { cohorts, enrolments } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { tryTransition } from "../kernel/transitions.ts";
import { authorize } from "../policy.ts";
import { endWaiting } from "../seats/end-waiting.ts";
import { bumpCatalogueVersion } from "../kernel/catalogue-version.ts";
import { loadCohort } from "./load-course.ts";
import { type Cohort, cohortMachine } from "./machine.ts";

/**
 * Takes an offering back. Refuses while somebody has a place or a held seat: people and their money are moved or cancelled
 * first, one by one, by verbs that say so to each of them. Whoever only waits, or was offered a seat, is told by mail.
 */
export async function cancelCohort(ctx: WriteCtx, input: { cohortId: string; why?: string }): Promise<Cohort> {
  authorize(ctx, "cohort.edit", {});
  const cohort = await loadCohort(ctx.tx, input.cohortId);
  if (cohort.state !== "open") throw new Refusal("wrong_state");
  const live = ctx.tx
    .select({ id: enrolments.id })
    .from(enrolments)
    .where(and(eq(enrolments.cohortId, cohort.id), inArray(enrolments.state, ["pending", "active", "suspended"])));
  // A seat that is offered is held too: it is given back first. When the cohort is in use all the same, nothing of this stays.
  const waited = await endWaiting(ctx, cohort.id, input.why ?? "");
  const cancelled = await tryTransition(ctx, cohortMachine, cohort.id, "cancelled", {
    set: { updatedAt: ctx.now },
    why: input.why,
    where: and(eq(cohorts.held, 0), not(exists(live))),
  });
  if (!cancelled) throw new Refusal("cohort_in_use");
  await bumpCatalogueVersion(ctx);
  await audit(
    ctx,
    "cohort.edit",
    { type: "cohort", id: cohort.id },
    { before: { state: cohort.state }, after: { state: cancelled.state, why: input.why, waited } },
  );
  return cancelled;
}

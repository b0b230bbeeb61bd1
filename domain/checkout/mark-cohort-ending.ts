import { and, eq } from "drizzle-orm";
import { cohortEndings } from "#db/schema/index.ts";
import type { TxCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";

/** A place of a cohort that was cancelled: one that somebody has, or one that nobody has claimed. */
export type EndingPlace = { enrolmentId: string } | { claimLinkId: string };

/** Keeps how far the job has come with one place, also with one that came after the press. */
export async function markCohortEnding(
  ctx: TxCtx,
  cohortId: string,
  place: EndingPlace,
  outcome: { state: "done" } | { state: "failed"; failure: string },
): Promise<void> {
  const isPlace =
    "enrolmentId" in place
      ? eq(cohortEndings.enrolmentId, place.enrolmentId)
      : eq(cohortEndings.claimLinkId, place.claimLinkId);
  const known = and(eq(cohortEndings.cohortId, cohortId), isPlace);
  const [before] = await ctx.tx
    .select({ id: cohortEndings.id, attempts: cohortEndings.attempts })
    .from(cohortEndings)
    .where(known);
  const failure = outcome.state === "failed" ? outcome.failure : null;
  const set = { state: outcome.state, failure, attempts: (before?.attempts ?? 0) + 1, triedAt: ctx.now };
  if (before) {
    await ctx.tx.update(cohortEndings).set(set).where(eq(cohortEndings.id, before.id));
    return;
  }
  const row = { id: createId("cohortEnding"), cohortId, ...place, createdAt: ctx.now, ...set };
  await ctx.tx.insert(cohortEndings).values(row);
}

import type { Reader } from "#db/types.ts";
import { listUndecidedCohorts, remindOfDecision } from "#domain/checkout/remind-of-decision.ts";
import { createSystemActor } from "#domain/kernel/actor.ts";
import { message } from "#messages/message.ts";
import { runtime, write } from "#runtime";

const PER_RUN_MAX = 20;

/** Whether the day has passed on which the school wanted to say of a cohort whether it takes place. */
export const hasUndecidedCohort = async (read: Reader, now: Date) =>
  (await listUndecidedCohorts(read, now, 1)).length > 0;

/** The job that reminds the office of it. */
export async function remindOfDecisions() {
  const { database, clock } = runtime();
  let count = 0;
  for (const cohortId of await listUndecidedCohorts(database.read, clock(), PER_RUN_MAX)) {
    const actor = createSystemActor("remind-of-decisions");
    if (await write({ actor }, (ctx) => remindOfDecision(ctx, cohortId))) count += 1;
  }
  return message("jobs.reminded_of_decisions", { count });
}

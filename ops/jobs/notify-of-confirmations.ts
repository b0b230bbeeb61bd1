import type { Reader } from "#db/types.ts";
import { listCohortsToTell, NOTIFIED_AT_ONCE, notifyOfConfirmation } from "#domain/checkout/notify-of-confirmation.ts";
import { createSystemActor } from "#domain/kernel/actor.ts";
import { message } from "#messages/message.ts";
import { runtime, write } from "#runtime";

const COHORTS_MAX = 20;
/** Of one cohort in one run; the next run goes on. */
const STRETCHES_MAX = 25;

/** Whether somebody is still to be told that their cohort takes place. */
export const hasCohortToTell = async (read: Reader) => (await listCohortsToTell(read, 1)).length > 0;

/** The job that tells them, a stretch of students a write. */
export async function notifyOfConfirmations() {
  let count = 0;
  for (const cohortId of await listCohortsToTell(runtime().database.read, COHORTS_MAX)) {
    const actor = createSystemActor("notify-of-confirmations");
    for (let stretch = 0; stretch < STRETCHES_MAX; stretch += 1) {
      const told = await write({ actor }, (ctx) => notifyOfConfirmation(ctx, { cohortId }));
      count += told;
      if (told < NOTIFIED_AT_ONCE) break;
    }
  }
  return message("jobs.notified_of_confirmations", { count });
}

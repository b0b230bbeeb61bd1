import { cancelCohortPlace } from "#domain/checkout/cancel-cohort-place.ts";
import { cancelCohortClaim } from "#domain/checkout/cancel-cohort-claim.ts";
import { endCohortWaiting } from "#domain/checkout/end-cohort-waiting.ts";
import {
  listCohortsToEmpty,
  listPlacesToCancel,
  listUnclaimedToCancel,
} from "#domain/checkout/list-places-to-cancel.ts";
import { createSystemActor } from "#domain/kernel/actor.ts";
import type { WriteCtx } from "#domain/kernel/command.ts";
import { addMs, MINUTE_MS } from "#domain/kernel/clock.ts";
import { log } from "#providers/log.ts";
import { runtime, write } from "#runtime";
import { sendRefunds } from "./refund.ts";

/** Well within a job's lease: what is left is done by the next run. */
const RUN_MS_MAX = 2 * MINUTE_MS;
const PER_READ = 100;

export type EmptiedCohorts = { cancelled: number; troubles: number };

/**
 * The job behind a cohort that was cancelled: cancels its places and tells its waiting list, one write after the other, so that
 * others write between them. A place that cannot be cancelled does not stop those after it, and is tried again by the next run.
 */
export async function cancelCohortPlaces(): Promise<EmptiedCohorts> {
  const as = { actor: createSystemActor("cancel-cohort") };
  const { database, clock } = runtime();
  const until = addMs(clock(), RUN_MS_MAX);
  const done = { cancelled: 0, troubles: 0 };
  for (const cohortId of await listCohortsToEmpty(database.read, PER_READ)) {
    while ((await write(as, (ctx) => endCohortWaiting(ctx, { cohortId }))) > 0);
    for (const { list, cancel } of KINDS) {
      let after = "";
      let places: string[];
      do {
        places = await list(database.read, { cohortId, after, limit: PER_READ });
        for (const id of places) {
          if (clock() > until) return done;
          if (await cancelOne(as, id, cancel)) done.cancelled += 1;
          else done.troubles += 1;
          after = id;
        }
      } while (places.length === PER_READ);
    }
  }
  return done;
}

type Cancel = (ctx: WriteCtx, id: string) => ReturnType<typeof cancelCohortPlace>;

/** Places that somebody has, and those that were bought for others and nobody has claimed. */
const KINDS: { list: typeof listPlacesToCancel; cancel: Cancel }[] = [
  { list: listPlacesToCancel, cancel: (ctx, enrolmentId) => cancelCohortPlace(ctx, { enrolmentId }) },
  { list: listUnclaimedToCancel, cancel: (ctx, claimLinkId) => cancelCohortClaim(ctx, { claimLinkId }) },
];

async function cancelOne(
  as: { actor: ReturnType<typeof createSystemActor> },
  placeId: string,
  cancel: Cancel,
): Promise<boolean> {
  try {
    await sendRefunds(await write(as, (ctx) => cancel(ctx, placeId)));
    return true;
  } catch (error) {
    log().error({ err: error, placeId }, "a place of a cancelled cohort could not be cancelled; it is tried again");
    return false;
  }
}

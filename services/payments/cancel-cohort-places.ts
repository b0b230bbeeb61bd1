import { cancelCohortPlace } from "#domain/checkout/cancel-cohort-place.ts";
import { cancelCohortClaim } from "#domain/checkout/cancel-cohort-claim.ts";
import { endCohortWaiting } from "#domain/checkout/end-cohort-waiting.ts";
import type { EndingPlace } from "#domain/checkout/mark-cohort-ending.ts";
import { recordCohortEndingFailure } from "#domain/checkout/record-cohort-ending-failure.ts";
import { refundCohortEnding } from "#domain/checkout/refund-cohort-ending.ts";
import {
  listCohortsToEmpty,
  listEndingsToRefund,
  listPlacesToCancel,
  listUnclaimedToCancel,
} from "#domain/checkout/list-places-to-cancel.ts";
import { createSystemActor } from "#domain/kernel/actor.ts";
import type { WriteCtx } from "#domain/kernel/command.ts";
import { isRefusal } from "#domain/kernel/refusal.ts";
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
    for (const { list, cancel, toPlace, isPlace } of KINDS) {
      let after = "";
      let places: string[];
      do {
        places = await list(database.read, { cohortId, after, limit: PER_READ });
        for (const id of places) {
          if (clock() > until) return done;
          if (await cancelOne(as, cohortId, id, { toPlace, cancel })) done.cancelled += isPlace ? 1 : 0;
          else done.troubles += 1;
          after = id;
        }
      } while (places.length === PER_READ);
    }
  }
  return done;
}

type Kind = {
  list: typeof listPlacesToCancel;
  cancel: (ctx: WriteCtx, id: string) => ReturnType<typeof cancelCohortPlace>;
  /** Of what a failure is kept. */
  toPlace?: (id: string) => EndingPlace;
  isPlace: boolean;
};

/** Places that somebody has, those that were bought for others and nobody has claimed, and refunds that are to be tried again. */
const KINDS: Kind[] = [
  {
    list: listPlacesToCancel,
    cancel: (ctx, enrolmentId) => cancelCohortPlace(ctx, { enrolmentId }),
    toPlace: (enrolmentId) => ({ enrolmentId }),
    isPlace: true,
  },
  {
    list: listUnclaimedToCancel,
    cancel: (ctx, claimLinkId) => cancelCohortClaim(ctx, { claimLinkId }),
    toPlace: (claimLinkId) => ({ claimLinkId }),
    isPlace: true,
  },
  { list: listEndingsToRefund, cancel: (ctx, endingId) => refundCohortEnding(ctx, { endingId }), isPlace: false },
];

async function cancelOne(
  as: { actor: ReturnType<typeof createSystemActor> },
  cohortId: string,
  id: string,
  { cancel, toPlace }: Pick<Kind, "cancel" | "toPlace">,
): Promise<boolean> {
  try {
    await sendRefunds(await write(as, (ctx) => cancel(ctx, id)));
    return true;
  } catch (error) {
    log().error({ err: error, placeId: id }, "a place of a cancelled cohort could not be cancelled; it is tried again");
    const failure = isRefusal(error) ? error.code : "broken";
    if (toPlace) await write(as, (ctx) => recordCohortEndingFailure(ctx, { cohortId, place: toPlace(id), failure }));
    return false;
  }
}

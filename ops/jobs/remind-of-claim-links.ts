import type { Reader } from "#db/types.ts";
import { listOrdersToRemind, remindOfClaimLinks } from "#domain/claim-links/remind-of-claim-links.ts";
import { createSystemActor } from "#domain/kernel/actor.ts";
import { message } from "#messages/message.ts";
import { runtime, write } from "#runtime";

const PER_RUN_MAX = 50;

/** Whether somebody has bought places for others that nobody has claimed, and the cohort begins soon. */
export const hasUnclaimedPlace = async (read: Reader, now: Date) => (await listOrdersToRemind(read, now, 1)).length > 0;

/** The job that reminds buyers of them. */
export async function remindOfUnclaimedPlaces() {
  const { database, clock } = runtime();
  let count = 0;
  for (const orderId of await listOrdersToRemind(database.read, clock(), PER_RUN_MAX)) {
    const actor = createSystemActor("remind-of-claim-links");
    if (await write({ actor }, (ctx) => remindOfClaimLinks(ctx, orderId))) count += 1;
  }
  return message("jobs.reminded_of_claim_links", { count });
}

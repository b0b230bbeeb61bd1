import { and, asc, eq, lte, or, sql } from "drizzle-orm";
import { cohorts, courses, orders, seatBlocks, waitingList } from "#db/schema/index.ts";
import { createSystemActor } from "#domain/kernel/actor.ts";
import { endSeatBlock } from "#domain/seat-blocks/end-seat-block.ts";
import { isRefusal } from "#domain/kernel/refusal.ts";
import { expireOrder } from "#domain/checkout/expire-order.ts";
import { lapseOffer } from "#domain/waiting/lapse-offer.ts";
import { OFFERS_MAX, isSeatToOffer } from "#domain/seats/offer-seats.ts";
import { offerFreeSeats } from "#domain/waiting/offer-free-seats.ts";
import { runtime, write } from "#runtime";

const PER_RUN_MAX = 200;

/** Ends the orders whose time to pay has run out. Each is a write of its own; the writer groups them. Says how many ended. */
export async function expireDueOrders(): Promise<number> {
  const { database, clock } = runtime();
  const due = await database.read
    .select({ id: orders.id })
    .from(orders)
    .where(and(sql`${orders.state} = 'awaiting_payment'`, lte(orders.expiresAt, clock())))
    .orderBy(asc(orders.expiresAt))
    .limit(PER_RUN_MAX);
  const ended = await Promise.all(
    due.map(({ id }) => write({ actor: createSystemActor("expire-orders") }, (ctx) => expireOrder(ctx, id))),
  );
  return ended.filter(Boolean).length;
}

/** Ends the offers that nobody took in time or whose cohort is over; each seat goes to the next. Says how many ended. */
export async function lapseDueOffers(): Promise<number> {
  const { database, clock } = runtime();
  const now = clock();
  const due = await database.read
    .select({ id: waitingList.id })
    .from(waitingList)
    .innerJoin(cohorts, eq(cohorts.id, waitingList.cohortId))
    .where(
      and(sql`${waitingList.state} = 'offered'`, or(lte(waitingList.offerExpiresAt, now), lte(cohorts.endsAt, now))),
    )
    .orderBy(asc(waitingList.offerExpiresAt))
    .limit(PER_RUN_MAX);
  const lapsed = await Promise.all(
    due.map(({ id }) => write({ actor: createSystemActor("lapse-offers") }, (ctx) => lapseOffer(ctx, id))),
  );
  return lapsed.filter(Boolean).length;
}

/** Ends the groups whose last day is over: what is left of their seats goes to whoever waits. Says how many ended. */
export async function endDueSeatBlocks(): Promise<number> {
  const { database, clock } = runtime();
  const due = await database.read
    .select({ id: seatBlocks.id })
    .from(seatBlocks)
    .where(isBlockDue(clock()))
    .orderBy(asc(seatBlocks.until))
    .limit(PER_RUN_MAX);
  let ended = 0;
  for (const { id } of due) {
    await write({ actor: createSystemActor("lapse-offers") }, (ctx) => endSeatBlock(ctx, { blockId: id }))
      .then(() => (ended += 1))
      .catch((error: unknown) => {
        // Somebody in the office was quicker.
        if (!isRefusal(error)) throw error;
      });
  }
  return ended;
}

/** SQL: a group whose last day is over. The state is written out, so that SQLite uses the index of those that are open. */
export const isBlockDue = (now: Date) => and(sql`${seatBlocks.state} = 'open'`, lte(seatBlocks.until, now));

/** Goes on where a write stopped that freed more seats than it could offer. Says how many offers were made. */
export async function offerWaitingSeats(): Promise<number> {
  const { database, clock } = runtime();
  const open = await database.read
    .selectDistinct({ id: cohorts.id })
    .from(cohorts)
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .innerJoin(waitingList, eq(waitingList.cohortId, cohorts.id))
    .where(isSeatToOffer(clock()))
    .limit(PER_RUN_MAX);
  let offers = 0;
  for (const { id } of open) {
    let made: number;
    do {
      made = await write({ actor: createSystemActor("lapse-offers") }, (ctx) => offerFreeSeats(ctx, id));
      offers += made;
    } while (made === OFFERS_MAX);
  }
  return offers;
}

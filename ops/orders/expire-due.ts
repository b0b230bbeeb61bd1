import { and, asc, lte, sql } from "drizzle-orm";
import { orders, waitingList } from "#db/schema/index.ts";
import { system } from "#domain/kernel/actor.ts";
import { expireOrder } from "#domain/orders/expire-order.ts";
import { lapseOffer } from "#domain/waiting/end-offer.ts";
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
    due.map(({ id }) => write({ actor: system("expire-orders") }, (ctx) => expireOrder(ctx, id))),
  );
  return ended.filter(Boolean).length;
}

/** Ends the offers that nobody took in time; each seat goes to the next. Says how many lapsed. */
export async function lapseDueOffers(): Promise<number> {
  const { database, clock } = runtime();
  const due = await database.read
    .select({ id: waitingList.id })
    .from(waitingList)
    .where(and(sql`${waitingList.state} = 'offered'`, lte(waitingList.offerExpiresAt, clock())))
    .orderBy(asc(waitingList.offerExpiresAt))
    .limit(PER_RUN_MAX);
  const lapsed = await Promise.all(
    due.map(({ id }) => write({ actor: system("lapse-offers") }, (ctx) => lapseOffer(ctx, id))),
  );
  return lapsed.filter(Boolean).length;
}

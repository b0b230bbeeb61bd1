import { and, asc, eq, isNull, lte, not } from "drizzle-orm";
import { orderInstalments, payments, savedCards } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { isRemindedOf } from "../instalments/is-asked-for.ts";
import { isCardAsked } from "../instalments/is-left-to-card.ts";
import { addMs, HOUR_MS, MINUTE_MS } from "../kernel/clock.ts";

/** A part is charged from the middle of its day, so that whoever must mend something has an evening for it. */
const BEFORE_END_OF_DAY_MS = 12 * HOUR_MS;
/** All tries of one call are over by then, so another call cannot meet it. */
const CALL_MS = 2 * MINUTE_MS;

/**
 * Parts that are due and whose order has a kept card that was not asked for them yet. An order whose reminders the office has turned off
 * has an agreement of its own, and is left alone; so is a part that its buyer is paying just now.
 */
export async function listDueCharges(read: Reader, now: Date, atMost: number): Promise<string[]> {
  const rows = await read
    .select({ id: orderInstalments.id })
    .from(orderInstalments)
    .innerJoin(savedCards, and(eq(savedCards.orderId, orderInstalments.orderId), isNull(savedCards.removedAt)))
    .where(and(isRemindedOf(read), isDueToCharge(now), not(isCardAsked(read))))
    .orderBy(asc(orderInstalments.lateFrom), asc(orderInstalments.id))
    .limit(atMost);
  return rows.map(({ id }) => id);
}

/** SQL: the day of a part of the price has come. Its buyer has kept the card for these, not for fees. */
export const isDueToCharge = (now: Date) =>
  and(eq(orderInstalments.kind, "part"), lte(orderInstalments.lateFrom, addMs(now, BEFORE_END_OF_DAY_MS)));

/** Charges whose answer was lost, by the ids of their payments: they are asked for again under the same key. */
export async function listUnansweredCharges(read: Reader, now: Date, atMost: number): Promise<string[]> {
  const rows = await read
    .select({ id: payments.id })
    .from(payments)
    .where(isUnanswered(now))
    .orderBy(asc(payments.chargeTriedAt))
    .limit(atMost);
  return rows.map(({ id }) => id);
}

/** SQL: a charge that the provider was asked for, that nobody asks for at this moment, and of which nothing is known. */
export const isUnanswered = (now: Date) =>
  and(eq(payments.state, "pending"), isNull(payments.reference), lte(payments.chargeTriedAt, addMs(now, -CALL_MS)));

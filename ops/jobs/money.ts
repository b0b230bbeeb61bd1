import { and, eq, inArray, lte, ne, or, sql } from "drizzle-orm";
import { cohorts, courses, orders, payments, refunds, waitingList, seatBlocks } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { listCohortsToEmpty } from "#domain/checkout/list-places-to-cancel.ts";
import { isSeatToOffer } from "#domain/seats/offer-seats.ts";
import { isApproved } from "#domain/refunds/is-approval-needed.ts";
import { listDueCharges, listUnansweredCharges } from "#domain/payments/list-due-charges.ts";
import { listCardsToForget } from "#domain/payments/list-saved-cards.ts";
import { message } from "#messages/message.ts";
import { expireDueOrders, lapseDueOffers, offerWaitingSeats, endDueSeatBlocks, isBlockDue } from "./expire-due.ts";
import { cancelCohortPlaces } from "#services/payments/cancel-cohort-places.ts";
import { deliverSandboxEvents } from "#services/payments/deliver-sandbox-events.ts";
import { chargeSavedCards, forgetCards } from "#services/payments/charge-saved-cards.ts";
import { reconcileProviders } from "#services/reconciliation/reconcile-provider.ts";
import { closeOverduePayments, isHanging, syncHangingPayments } from "#services/payments/sync-payment.ts";
import { sendWaitingRefunds } from "#services/payments/refund.ts";

// The states are written out: an index that holds only some rows is used for a condition that SQLite can read, not for a bound value.

/** Whether an order's time to pay has run out. An index holds only the orders that wait. */
export async function hasDueOrder(read: Reader, now: Date): Promise<boolean> {
  const waits = and(sql`${orders.state} = 'awaiting_payment'`, lte(orders.expiresAt, now));
  return (await read.select({ id: orders.id }).from(orders).where(waits).limit(1)).length > 0;
}

/** Whether an offer from a waiting list is to end, or a seat is to be offered to somebody who waits. */
export async function hasDueOffer(read: Reader, now: Date): Promise<boolean> {
  const late = and(
    sql`${waitingList.state} = 'offered'`,
    or(lte(waitingList.offerExpiresAt, now), lte(cohorts.endsAt, now)),
  );
  const [due] = await read
    .select({ id: waitingList.id })
    .from(waitingList)
    .innerJoin(cohorts, eq(cohorts.id, waitingList.cohortId))
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .where(or(late, isSeatToOffer(now)))
    .limit(1);
  if (due !== undefined) return true;
  return (await read.select({ id: seatBlocks.id }).from(seatBlocks).where(isBlockDue(now)).limit(1)).length > 0;
}

/** Whether any attempt is neither paid nor ended. Transfers wait for a person; which others are overdue the job finds out. */
export async function hasOpenPayment(read: Reader): Promise<boolean> {
  const open = and(inArray(payments.state, ["created", "pending"]), ne(payments.provider, "bank"));
  return (await read.select({ id: payments.id }).from(payments).where(open).limit(1)).length > 0;
}

/** Whether a kept card is to be charged or was not answered for. */
export async function hasCharge(read: Reader, now: Date): Promise<boolean> {
  if ((await listDueCharges(read, now, 1)).length > 0) return true;
  return (await listUnansweredCharges(read, now, 1)).length > 0;
}

/** Whether an attempt has stood at its provider for a while without an answer. */
export async function hasHangingPayment(read: Reader, now: Date): Promise<boolean> {
  return (await read.select({ id: payments.id }).from(payments).where(isHanging(now)).limit(1)).length > 0;
}

export const hasCardToForget = async (read: Reader) => (await listCardsToForget(read, 1)).length > 0;

export async function hasWaitingRefund(read: Reader): Promise<boolean> {
  // A person makes the transfers.
  const [waiting] = await read
    .select({ id: refunds.id })
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.paymentId))
    .where(and(inArray(refunds.state, ["requested", "submitted"]), ne(payments.provider, "bank"), isApproved))
    .limit(1);
  return waiting !== undefined;
}

/** Whether somebody has a place in a cohort that was cancelled, or waits for one. */
export const hasPlaceToCancel = async (read: Reader) => (await listCohortsToEmpty(read, 1)).length > 0;

export const cancelPlaces = async () => message("jobs.places_cancelled", await cancelCohortPlaces());
export const syncPayments = async () => message("jobs.answered", { count: await syncHangingPayments() });
export const reconcileAllProviders = async () => message("jobs.reconciled_providers", await reconcileProviders());
export const chargeCards = async () => message("jobs.charged", { count: await chargeSavedCards() });
export const forgetRemovedCards = async () => message("jobs.forgotten", { count: await forgetCards() });
export const expireOrders = async () => message("jobs.ended", { count: await expireDueOrders() });
export const lapseOffers = async () => {
  // What a group did not take is offered with the rest.
  await endDueSeatBlocks();
  return message("jobs.lapsed", { lapsed: await lapseDueOffers(), offered: await offerWaitingSeats() });
};
export const closePayments = async () => message("jobs.closed", { count: await closeOverduePayments() });
export const sendRefunds = async () => message("jobs.sent", { count: await sendWaitingRefunds() });
export const deliverSandboxEventsJob = async () => message("jobs.delivered", { count: await deliverSandboxEvents() });

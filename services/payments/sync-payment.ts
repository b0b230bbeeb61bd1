import { lockBuyer } from "#domain/orders/lock-buyer.ts";
import { and, asc, desc, eq, inArray, isNotNull, isNull, lte, ne, or, type SQL } from "drizzle-orm";
import { orders, payments } from "#db/schema/index.ts";
import { createSystemActor } from "#domain/kernel/actor.ts";
import { addMs, MINUTE_MS } from "#domain/kernel/clock.ts";
import { isRefusal } from "#domain/kernel/refusal.ts";
import { type AppliedUpdate, applyPaymentUpdate } from "#domain/checkout/apply-payment-update.ts";
import { isProviderRefusal, isProviderTrouble } from "#domain/payments/provider.ts";
import { recordUnanswered } from "#domain/reconciliation/record-unanswered.ts";
import { endCharge } from "./charge-saved-cards.ts";
import { log } from "#providers/log.ts";
import { runtime, write } from "#runtime";

type Payment = typeof payments.$inferSelect;

const PER_RUN_MAX = 50;
const HANGING_MAX = 200;
/** A payment whose order can no longer be paid is asked about for this long: a provider may take its time. */
const OVERDUE_MINUTES = 1;

/** Asks the provider how a payment stands and applies the answer. The buyer's way back and the job both end here. */
export async function syncPayment(payment: Payment, job = "look-after-payment"): Promise<AppliedUpdate> {
  const provider = runtime().providers[payment.provider];
  if (!provider || !payment.reference) return { outcome: "pending" };
  const view = await provider.look(payment.reference);
  return write(
    { actor: createSystemActor(job) },
    (ctx) => applyPaymentUpdate(ctx, { provider: payment.provider, paymentId: payment.id, view }),
    { beside: lockBuyer({ paymentId: payment.id }) },
  );
}

/**
 * What the buyer's way back does: asks about one payment of theirs. When the provider does not answer, or the school is too
 * busy to write the answer down, the webhook or the job will bring the news, and the buyer sees that we wait for it.
 */
export async function syncPaymentById(paymentId: string): Promise<void> {
  const [payment] = await runtime().database.read.select().from(payments).where(eq(payments.id, paymentId));
  if (!payment) return;
  try {
    await syncPayment(payment, "return-page");
  } catch (error) {
    if (!isProviderTrouble(error) && !(isRefusal(error) && error.status === 503)) throw error;
    log().warn({ err: error, paymentId }, "the payment status could not be retrieved on return from checkout");
  }
}

/**
 * The job behind forgotten payments: attempts whose order has ended or was paid another way are closed at the provider, so that
 * nobody can still pay for a seat that was given back or pay twice, and then asked about once more, because they may have been
 * paid in between.
 */
export async function closeOverduePayments(): Promise<number> {
  const { database, clock } = runtime();
  const overdue = await database.read
    .select({ payment: payments })
    .from(payments)
    .innerJoin(orders, eq(orders.id, payments.orderId))
    .where(
      and(
        inArray(payments.state, ["created", "pending"]),
        // A transfer that is late may still arrive, and a person confirms it when it does.
        ne(payments.provider, "bank"),
        or(inArray(orders.state, ["expired", "cancelled"]), and(eq(orders.state, "paid"), isNotLaterPart(clock()))),
        lte(payments.createdAt, addMs(clock(), -OVERDUE_MINUTES * MINUTE_MS)),
      ),
    )
    .orderBy(asc(payments.createdAt))
    .limit(PER_RUN_MAX);
  let closed = 0;
  for (const { payment } of overdue) {
    if (await closeOne(payment)) closed += 1;
  }
  return closed;
}

/**
 * Closes an attempt at its provider, so that nobody can pay it any more, and asks about it once more: it may have been paid in
 * between. Fails when the provider does not answer.
 */
export async function closePayment(payment: Payment, job: string): Promise<AppliedUpdate["outcome"]> {
  const provider = runtime().providers[payment.provider];
  if (provider && payment.reference) {
    await provider.cancel(payment.reference);
    return (await syncPayment(payment, job)).outcome;
  }
  if (payment.savedCardId !== null) return endCharge(payment);
  // The provider never heard of it, so nothing can come of it.
  const amount = { minor: payment.amountMinor, currency: payment.currency };
  const { outcome } = await write(
    { actor: createSystemActor(job) },
    (ctx) =>
      applyPaymentUpdate(ctx, {
        provider: payment.provider,
        paymentId: payment.id,
        view: { state: "expired", amount, live: !ctx.rules.demo, paymentId: payment.id },
      }),
    { beside: lockBuyer({ paymentId: payment.id }) },
  );
  return outcome;
}

/** SQL: an attempt that asks a paid order for nothing more. One at a later instalment lasts as long as it was given. */
const isNotLaterPart = (now: Date): SQL | undefined =>
  or(isNull(payments.firstInstalment), isNull(payments.expiresAt), lte(payments.expiresAt, now));

async function closeOne(payment: Payment): Promise<boolean> {
  return tryOne(payment, async () => (await closePayment(payment, "close-overdue-payments")) !== "pending");
}

/** After so long a buyer is back from the provider's page, or will not come back. */
const HANGING_MS = 15 * MINUTE_MS;

/** SQL: an attempt that has stood at its provider for a while without an answer. */
export const isHanging = (now: Date): SQL | undefined =>
  and(
    eq(payments.state, "pending"),
    ne(payments.provider, "bank"),
    isNotNull(payments.reference),
    lte(payments.createdAt, addMs(now, -HANGING_MS)),
  );

/**
 * The job that asks about payments that hang: no message came, and the buyer did not come back. One that the provider does not know ends, and
 * stands among the differences for a person.
 */
export async function syncHangingPayments(): Promise<number> {
  const { database, clock } = runtime();
  const hanging = await database.read
    .select()
    .from(payments)
    .where(isHanging(clock()))
    .orderBy(desc(payments.createdAt))
    .limit(HANGING_MAX);
  let answered = 0;
  for (const payment of hanging) {
    const ask = async () => (await syncPayment(payment, "sync-payments")).outcome !== "pending";
    if (await tryOne(payment, ask)) answered += 1;
  }
  return answered;
}

async function tryOne(payment: Payment, ask: () => Promise<boolean>): Promise<boolean> {
  try {
    return await ask();
  } catch (error) {
    if (!isProviderTrouble(error)) throw error;
    if (isProviderRefusal(error) && error.about === "unknown") {
      const { id: paymentId } = payment;
      await write({ actor: createSystemActor("sync-payments") }, (ctx) => recordUnanswered(ctx, { paymentId }));
      return true;
    }
    log().warn(
      { err: error, paymentId: payment.id },
      "the provider did not answer; the payment is asked about again later",
    );
    return false;
  }
}

import { lockBuyer } from "#domain/orders/lock-buyer.ts";
import { and, asc, eq, inArray, isNull, lte, ne, or, type SQL } from "drizzle-orm";
import { orders, payments } from "#db/schema/index.ts";
import { createSystemActor } from "#domain/kernel/actor.ts";
import { addMs, MINUTE_MS } from "#domain/kernel/clock.ts";
import { isRefusal } from "#domain/kernel/refusal.ts";
import { type AppliedUpdate, applyPaymentUpdate } from "#domain/checkout/apply-payment-update.ts";
import { isProviderTrouble } from "#domain/payments/provider.ts";
import { endCharge } from "./charge-saved-cards.ts";
import { log } from "#providers/log.ts";
import { runtime, write } from "#runtime";

type Payment = typeof payments.$inferSelect;

const PER_RUN_MAX = 50;
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
  try {
    return (await closePayment(payment, "close-overdue-payments")) !== "pending";
  } catch (error) {
    if (!isProviderTrouble(error)) throw error;
    log().warn(
      { err: error, paymentId: payment.id },
      "the provider did not answer; the payment is asked about again later",
    );
    return false;
  }
}

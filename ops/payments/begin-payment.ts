import { eq, sql } from "drizzle-orm";
import { perClient } from "#db/prepared.ts";
import { cohorts, courses, orderLines, orders, payments, users } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import type { ProviderName } from "#db/words.ts";
import { system } from "#domain/kernel/actor.ts";
import type { WriteCtx } from "#domain/kernel/command.ts";
import { Refusal } from "#domain/kernel/refusal.ts";
import type { CheckoutRequest } from "#domain/payments/provider.ts";
import { isProviderTrouble } from "#domain/payments/provider.ts";
import { recordCheckout } from "#domain/payments/record-checkout.ts";
import { startPayment } from "#domain/payments/start-payment.ts";
import { refuseWhilePaymentsAreOff } from "../health/payments-off.ts";
import { runtime, type WriteAs, write } from "#runtime";

type Payment = typeof payments.$inferSelect;

const queries = perClient((read: Reader) => ({
  payment: read
    .select()
    .from(payments)
    .where(eq(payments.id, sql.placeholder("paymentId")))
    .prepare(),
  order: read
    .select({ code: orders.code, email: users.email, expiresAt: orders.expiresAt, title: courses.title })
    .from(orders)
    .innerJoin(users, eq(users.id, orders.buyerId))
    .innerJoin(orderLines, eq(orderLines.orderId, orders.id))
    .innerJoin(cohorts, eq(cohorts.id, orderLines.cohortId))
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .where(eq(orders.id, sql.placeholder("orderId")))
    .limit(1)
    .prepare(),
}));

/**
 * Begins an attempt to pay an order and gives back the payment with the address where it is paid (none for a bank transfer).
 * The intent is written first, the provider is called between transactions under the payment's own key, and what it said is
 * written after; a repeated call ends at the same checkout. Refuses with `provider_unavailable` when nobody answers, and with `payments_off`
 * while nobody has looked yet why the database is older than it was.
 */
export async function beginPayment(as: WriteAs, input: { orderId: string; provider: ProviderName }): Promise<Payment> {
  refuseWhilePaymentsAreOff();
  return openCheckout(as, await write(as, (ctx) => startPayment(ctx, input)));
}

/**
 * Takes a payment that has been written to its provider. `alongside` writes what belongs to the outcome (an answer that is
 * kept) in the transaction that records it.
 */
async function openCheckout(
  as: WriteAs,
  payment: Payment,
  alongside?: (ctx: WriteCtx, payment: Payment) => Promise<void>,
): Promise<Payment> {
  if (payment.state !== "created") {
    if (alongside) await write(as, (ctx) => alongside(ctx, payment));
    return payment;
  }
  refuseWhilePaymentsAreOff();
  const provider = runtime().providers[payment.provider];
  if (!provider) throw new Refusal("provider_unavailable");
  const started = await provider.start(await requestFor(payment)).catch((error: unknown) => {
    throw isProviderTrouble(error) ? new Refusal("provider_unavailable", { retryAfterSeconds: 10 }) : error;
  });
  const by = { actor: system("begin-payment"), ...(as.requestId ? { requestId: as.requestId } : {}) };
  return write(by, async (ctx) => {
    const opened = await recordCheckout(ctx, { paymentId: payment.id, ...started });
    await alongside?.(ctx, opened);
    return opened;
  });
}

/** As `openCheckout`, for a payment that is known by its id. */
export async function openCheckoutOf(
  as: WriteAs,
  paymentId: string,
  alongside: (ctx: WriteCtx, payment: Payment) => Promise<void>,
): Promise<Payment> {
  const [payment] = await queries(runtime().database.read).payment.execute({ paymentId });
  if (!payment) throw new Refusal("not_found");
  return openCheckout(as, payment, alongside);
}

async function requestFor(payment: Payment): Promise<CheckoutRequest> {
  const { database, config } = runtime();
  const [order] = await queries(database.read).order.execute({ orderId: payment.orderId });
  if (!order) throw new Refusal("not_found");
  return {
    paymentId: payment.id,
    idempotencyKey: payment.idempotencyKey,
    orderCode: order.code,
    amount: { minor: payment.amountMinor, currency: payment.currency },
    description: order.title,
    buyerEmail: order.email,
    expiresAt: payment.expiresAt ?? order.expiresAt ?? payment.createdAt,
    returnUrl: `${config.url}/checkout/${order.code}/return?payment=${payment.id}`,
    cancelUrl: `${config.url}/checkout/${order.code}`,
  };
}

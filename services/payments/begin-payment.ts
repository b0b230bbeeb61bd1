import { lockBuyer } from "#domain/orders/lock-buyer.ts";
import { eq, sql } from "drizzle-orm";
import { perClient } from "#db/prepared.ts";
import { cohorts, courses, orderLines, orders, payments, users } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import type { ProviderName } from "#db/enums.ts";
import { createSystemActor } from "#domain/kernel/actor.ts";
import { addMs, SECOND_MS } from "#domain/kernel/clock.ts";
import type { WriteCtx } from "#domain/kernel/command.ts";
import { Refusal } from "#domain/kernel/refusal.ts";
import type { PayChoice } from "#domain/instalments/pick-instalments.ts";
import {
  type CheckoutRequest,
  isProviderRefusal,
  isProviderTrouble,
  type StartedCheckout,
} from "#domain/payments/provider.ts";
import { recordCheckout } from "#domain/payments/record-checkout.ts";
import { refuseCheckout } from "#domain/checkout/refuse-checkout.ts";
import { renewPayment } from "#domain/payments/renew-payment.ts";
import { startPayment } from "#domain/payments/start-payment.ts";
import { log } from "#providers/log.ts";
import { closeOtherAttempts, hasOtherAttempts } from "./close-other-attempts.ts";
import { syncPayment } from "./sync-payment.ts";
import { refuseWhilePaymentsAreOff } from "./payments-switch.ts";
import { runtime, type WriteAs, write } from "#runtime";
import { message } from "#messages/message.ts";

type Payment = typeof payments.$inferSelect;

const queries = perClient((read: Reader) => ({
  payment: read
    .select()
    .from(payments)
    .where(eq(payments.id, sql.placeholder("paymentId")))
    .prepare(),
  withOrder: read
    .select({
      payment: payments,
      order: {
        code: orders.code,
        email: users.email,
        expiresAt: orders.expiresAt,
        title: courses.title,
        hasOtherAttempts: sql`case when ${hasOtherAttempts(read)} then 1 else 0 end`.mapWith(Boolean),
      },
    })
    .from(payments)
    .innerJoin(orders, eq(orders.id, payments.orderId))
    .innerJoin(users, eq(users.id, orders.buyerId))
    .innerJoin(orderLines, eq(orderLines.orderId, orders.id))
    .innerJoin(cohorts, eq(cohorts.id, orderLines.cohortId))
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .where(eq(payments.id, sql.placeholder("paymentId")))
    .limit(1)
    .prepare(),
}));

/**
 * Begins an attempt to pay an order and gives back the payment with the address where it is paid (none for a bank transfer).
 * The intent is written first, the provider is called between transactions under the payment's own key, and what it said is
 * written after; a repeated call ends at the same checkout. Refuses with `provider_unavailable` when nobody answers, with
 * `payment_refused` when the provider will never take it, and with `payments_off` while nobody has looked yet why the database
 * is older than it was.
 */
export async function beginPayment(
  as: WriteAs,
  input: {
    orderId: string;
    provider: ProviderName;
    pay?: PayChoice | undefined;
    terms?: string | undefined;
    keepsCard?: boolean | undefined;
  },
): Promise<Payment> {
  refuseWhilePaymentsAreOff();
  return openCheckout(as, await write(as, (ctx) => startPayment(ctx, input), { beside: lockBuyer(input) }));
}

/**
 * Takes a payment that has been written to its provider, or makes sure that the page of one that was is still there.
 * `alongside` writes what belongs to the outcome (an answer that is kept) in the transaction that records it.
 */
async function openCheckout(
  as: WriteAs,
  payment: Payment,
  { known, alongside }: { known?: Order; alongside?: (ctx: WriteCtx, payment: Payment) => Promise<void> } = {},
): Promise<Payment> {
  const live = await livePayment(payment);
  if (live.state !== "created") {
    if (alongside) await write(as, (ctx) => alongside(ctx, live), { beside: lockBuyer({ paymentId: live.id }) });
    return live;
  }
  refuseWhilePaymentsAreOff();
  const order = known && live === payment ? known : (await readPayment(live.id)).order;
  if (order.hasOtherAttempts) await closeOtherAttempts(live);
  const { payment: begun, started } = await startAtProvider(as, live, order);
  const record = async (ctx: WriteCtx) => {
    const recorded = await recordCheckout(ctx, { paymentId: begun.id, ...started });
    await alongside?.(ctx, recorded);
    return recorded;
  };
  const opened = await write(bySchool(as), record, { beside: lockBuyer({ paymentId: begun.id }) });
  if (opened.state !== "pending" && opened.state !== "settled") await closeUnused(opened, started.reference);
  return opened;
}

/** The attempt was ended while its page was being opened (another tab pays another way): nobody is to pay there. */
async function closeUnused({ id, provider }: Payment, reference: string): Promise<void> {
  try {
    await runtime().providers[provider]?.cancel(reference);
  } catch (error) {
    if (!isProviderTrouble(error)) throw error;
    log().warn({ err: error, paymentId: id }, "an unused checkout session could not be closed");
  }
}

const bySchool = (as: WriteAs): WriteAs => ({
  actor: createSystemActor("begin-payment"),
  ...(as.requestId ? { requestId: as.requestId } : {}),
});

/**
 * A buyer is never sent to a page that is over. An attempt that was begun is asked about first: one that has ended at its
 * provider, or whose time is up, gives way to a new one; one that is settling has no page to go to.
 */
async function livePayment(payment: Payment): Promise<Payment> {
  if (payment.state !== "pending" || payment.checkoutUrl === null) return payment;
  const isOver = payment.expiresAt !== null && payment.expiresAt <= runtime().clock();
  try {
    if (isOver && payment.reference) await runtime().providers[payment.provider]?.cancel(payment.reference);
    const { outcome } = await syncPayment(payment, "begin-payment");
    if (outcome === "failed" || outcome === "already") return await renewed(payment.id);
    // Money came, and whatever becomes of it, it is not asked for a second time.
    if (outcome !== "pending") throw new Refusal("order_not_payable");
    const [now] = await queries(runtime().database.read).payment.execute({ paymentId: payment.id });
    return isOver && now?.checkoutUrl ? await renewed(payment.id) : (now ?? payment);
  } catch (error) {
    if (!isProviderTrouble(error)) throw error;
    // A page that the provider no longer knows is none.
    if (isProviderRefusal(error)) return renewed(payment.id);
    if (isOver) throw new Refusal("provider_unavailable", { retryAfterSeconds: 10 });
    return payment;
  }
}

const renewed = (paymentId: string) =>
  write({ actor: createSystemActor("begin-payment") }, (ctx) => renewPayment(ctx, paymentId));

/** An attempt that was begun this long ago and never reached its provider may ask for a page that would end too soon. */
const STALE_MS = 30 * SECOND_MS;

async function startAtProvider(
  as: WriteAs,
  payment: Payment,
  order: Order,
): Promise<{ payment: Payment; started: StartedCheckout }> {
  const provider = runtime().providers[payment.provider];
  if (!provider) throw new Refusal("provider_unavailable");
  try {
    return { payment, started: await provider.start(requestFor(payment, order)) };
  } catch (error) {
    if (!isProviderTrouble(error)) throw error;
    if (!isProviderRefusal(error)) throw new Refusal("provider_unavailable", { retryAfterSeconds: 10 });
    const isStale = payment.createdAt <= addMs(runtime().clock(), -STALE_MS);
    // The answer to the first try was lost, and what it said of the course or the buyer has changed since.
    const isKeyUsed = error.about === "key";
    if (isStale || isKeyUsed) {
      const next = await renewed(payment.id);
      return startAtProvider(as, next, (await readPayment(next.id)).order);
    }
    log().warn({ err: error, paymentId: payment.id }, "the provider refused a payment for good");
    const { otherWays } = await write(bySchool(as), (ctx) =>
      refuseCheckout(ctx, { paymentId: payment.id, why: error.message }),
    );
    throw new Refusal("payment_refused", otherWays ? { cause: error } : { words: NO_OTHER_WAY, cause: error });
  }
}

const NO_OTHER_WAY = message("refusals.payment_refused_no_other_way");

/** As `openCheckout`, for a payment that is known by its id. */
export async function openCheckoutOf(
  as: WriteAs,
  paymentId: string,
  alongside: (ctx: WriteCtx, payment: Payment) => Promise<void>,
): Promise<Payment> {
  const { payment, order: known } = await readPayment(paymentId);
  return openCheckout(as, payment, { known, alongside });
}

type Order = Awaited<ReturnType<ReturnType<typeof queries>["withOrder"]["execute"]>>[number]["order"];

async function readPayment(paymentId: string): Promise<{ payment: Payment; order: Order }> {
  const [found] = await queries(runtime().database.read).withOrder.execute({ paymentId });
  if (!found) throw new Refusal("not_found");
  return found;
}

/** Its order is paid by then, and asks for the rest on the buyer's page of it. */
const isLaterPart = ({ firstInstalment }: Payment) => firstInstalment !== null && firstInstalment > 1;

function requestFor(payment: Payment, order: Order): CheckoutRequest {
  const { config } = runtime();
  return {
    paymentId: payment.id,
    idempotencyKey: payment.idempotencyKey,
    orderCode: order.code,
    amount: { minor: payment.amountMinor, currency: payment.currency },
    description: order.title,
    buyerEmail: order.email,
    expiresAt: payment.expiresAt ?? order.expiresAt ?? payment.createdAt,
    returnUrl: `${config.url}/checkout/${order.code}/return?payment=${payment.id}`,
    keepsCard: payment.keepsCard,
    cancelUrl: `${config.url}/${isLaterPart(payment) ? "orders" : "checkout"}/${order.code}`,
  };
}

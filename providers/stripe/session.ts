import type Stripe from "stripe";
import { SECOND_MS } from "#domain/kernel/clock.ts";
import {
  type CardAtProvider,
  type CheckoutRequest,
  ProviderTrouble,
  type PaymentStatus,
} from "#domain/payments/provider.ts";
import { toPaymentFailure } from "./failure-codes.ts";
import { fromStripeAmount, toStripeAmount } from "./amounts.ts";

export type Session = Stripe.Checkout.Session;

/** What we write on everything at Stripe, so that every message says which payment it is about. */
export const PAYMENT_ID = "payment_id";

/** The hosted page that takes one payment. No card is typed on a page of ours. */
export function getSession(request: CheckoutRequest): Stripe.Checkout.SessionCreateParams {
  const { paymentId, orderCode, amount, description } = request;
  const metadata = { order_code: orderCode, [PAYMENT_ID]: paymentId };
  return {
    mode: "payment",
    line_items: [
      {
        quantity: 1,
        price_data: {
          currency: amount.currency.toLowerCase(),
          unit_amount: toStripeAmount(amount),
          product_data: { name: description.slice(0, 250) },
        },
      },
    ],
    // Converted into the buyer's currency, the sum would no longer be the one we asked for.
    adaptive_pricing: { enabled: false },
    customer_email: request.buyerEmail,
    // Of cards alone: with another method nothing is kept, and the parts that follow are paid by the buyer.
    ...(request.keepsCard && {
      customer_creation: "always",
      payment_method_options: { card: { setup_future_usage: "off_session" } },
    }),
    client_reference_id: paymentId,
    metadata,
    payment_intent_data: { metadata, description: `${orderCode}: ${description}`.slice(0, 1000) },
    expires_at: Math.floor(request.expiresAt.getTime() / SECOND_MS),
    success_url: request.returnUrl,
    cancel_url: request.cancelUrl,
  };
}

/** What a session says of its payment. Its PaymentIntent must have been expanded. */
export function toPaymentStatus(session: Session): PaymentStatus {
  if (session.amount_total === null || session.currency === null) {
    throw new ProviderTrouble("Stripe's session names no amount");
  }
  const { state, failure } = stateOf(session);
  const intent = session.payment_intent;
  const card = state === "settled" && typeof intent === "object" && intent ? getCardAtProvider(intent) : undefined;
  return {
    state,
    ...(state === "settled" ? { aliases: aliasesOf(session) } : {}),
    ...(card && { card }),
    ...(state === "pending" && session.status === "complete" ? { isSettling: true } : {}),
    amount: fromStripeAmount(session.amount_total, session.currency),
    live: session.livemode,
    paymentId: session.metadata?.[PAYMENT_ID] ?? session.client_reference_id,
    ...(failure ? { failure } : {}),
  };
}

/**
 * A decline inside an open session is not the end: the buyer may take another card there. A completed session that is unpaid
 * waits for a slow method (a bank debit), until its PaymentIntent says that it failed.
 */
function stateOf(session: Session): { state: PaymentStatus["state"]; failure?: string | undefined } {
  if (session.payment_status === "paid") return { state: "settled" };
  if (session.status === "expired") return { state: "expired" };
  if (session.status !== "complete") return { state: "pending" };
  const intent = typeof session.payment_intent === "string" ? null : session.payment_intent;
  if (intent?.status === "canceled") return { state: "cancelled" };
  if (intent?.status === "requires_payment_method") {
    return { state: "failed", failure: toPaymentFailure(intent.last_payment_error) };
  }
  return { state: "pending" };
}

export function getIntentId(session: Session): string | null {
  const intent = session.payment_intent;
  return typeof intent === "string" ? intent : (intent?.id ?? null);
}

/** Its PaymentIntent and its charge: what Stripe's dashboard and payouts name. */
function aliasesOf({ payment_intent: intent }: Session): string[] {
  if (intent === null) return [];
  if (typeof intent === "string") return [intent];
  const charge = intent.latest_charge;
  const chargeId = typeof charge === "string" ? charge : charge?.id;
  return chargeId ? [intent.id, chargeId] : [intent.id];
}

/** The card that a paid session was to keep; undefined where the buyer has paid with something else. */
function getCardAtProvider(intent: Stripe.PaymentIntent): CardAtProvider | undefined {
  const { customer, payment_method: method } = intent;
  const customerReference = typeof customer === "string" ? customer : customer?.id;
  if (!customerReference || typeof method !== "object" || !method?.card) return undefined;
  const { brand, last4, exp_month: expMonth, exp_year: expYear } = method.card;
  return { customerReference, methodReference: method.id, brand, last4, expMonth, expYear };
}

import type Stripe from "stripe";
import {
  type CheckoutRequest,
  isProviderRefusal,
  type PaymentProvider,
  type PaymentStatus,
  ProviderTrouble,
  type StartedCheckout,
} from "#domain/payments/provider.ts";
import { listStripeBalance } from "./balance.ts";
import { cancelIntent, isIntent, stripeCards, toIntentStatus } from "./cards.ts";
import { getStripeChargeRefusal } from "./charge-rules.ts";
import { callStripe, openStripe, type Timeouts, isRefused, type StripeSettings } from "./client.ts";
import { readStripeEvent } from "./events.ts";
import { refundAtStripe } from "./refunds.ts";
import { type Session, getSession, toPaymentStatus } from "./session.ts";

/** Cards and whatever else the school's Stripe account takes, on Stripe's own page. A payment's reference is its session, or its PaymentIntent where a kept card is charged. */
export function stripeProvider(settings: StripeSettings, patience?: Timeouts): PaymentProvider {
  const stripe = openStripe(settings, patience);
  return {
    name: "stripe",
    label: "payments.card_label",
    explanation: "payments.card_explanation",
    whyNotCharge: getStripeChargeRefusal,
    start: (request) => open(stripe, request),
    cards: stripeCards(stripe),
    look: (reference) => callStripe("say how a payment stands", () => look(stripe, reference)),
    cancel: (reference) =>
      callStripe("end a checkout", () =>
        isIntent(reference) ? cancelIntent(stripe, reference) : endSession(stripe, reference),
      ),
    refund: (request) => callStripe("give money back", () => refundAtStripe(stripe, request)),
    listBalanceTransactions: (since) =>
      callStripe("list what moved the balance", () => listStripeBalance(stripe, since)),
    readEvent: (rawBody, headers, now) => readStripeEvent(stripe, settings, { rawBody, headers, now }),
  };
}

/** Stripe refuses some addresses that are in order here. The buyer then types one on Stripe's page. */
async function open(stripe: Stripe, request: CheckoutRequest): Promise<StartedCheckout> {
  const { customer_email: email, ...withoutEmail } = getSession(request);
  const { idempotencyKey } = request;
  try {
    return await openSession(stripe, { ...withoutEmail, ...(email ? { customer_email: email } : {}) }, idempotencyKey);
  } catch (error) {
    if (!isProviderRefusal(error) || error.about !== "address") throw error;
    return openSession(stripe, withoutEmail, `${idempotencyKey}-no-address`);
  }
}

function openSession(stripe: Stripe, params: Stripe.Checkout.SessionCreateParams, idempotencyKey: string) {
  return callStripe("open a checkout", async () => {
    const { id, url } = await stripe.checkout.sessions.create(params, { idempotencyKey });
    if (!url) throw new ProviderTrouble("Stripe opened a checkout without a page");
    return { reference: id, checkoutUrl: url };
  });
}

async function look(stripe: Stripe, reference: string): Promise<PaymentStatus> {
  if (isIntent(reference)) return toIntentStatus(await stripe.paymentIntents.retrieve(reference));
  return toPaymentStatus(await find(stripe, reference));
}

/** With its intent, and the card that was used. */
function find(stripe: Stripe, reference: string): Promise<Session> {
  return stripe.checkout.sessions.retrieve(reference, { expand: ["payment_intent.payment_method"] });
}

/** Stripe refuses to end what is over already; that is fine, and anything else is not. */
async function endSession(stripe: Stripe, reference: string): Promise<void> {
  try {
    await stripe.checkout.sessions.expire(reference);
  } catch (error) {
    if (!isRefused(error) || (await find(stripe, reference)).status === "open") throw error;
  }
}

import Stripe from "stripe";
import type { CardCharge, CardChargeRequest, CardKeeper, PaymentStatus } from "#domain/payments/provider.ts";
import { fromStripeAmount, toStripeAmount } from "./amounts.ts";
import { callStripe, isRefused } from "./client.ts";
import { toPaymentFailure } from "./failure-codes.ts";
import { PAYMENT_ID } from "./session.ts";

/** What we write on a charge of a kept card, so that a message about it says that its PaymentIntent is the reference itself. */
export const BY_KEPT_CARD = { charged_by: "kept_card" } as const;

/** A customer is made for one order: its charges are its parts, and each is asked for once. */
const CHARGES_MAX = 100;

/** Whether a reference of ours is a PaymentIntent, and not a Checkout Session. */
export const isIntent = (reference: string): boolean => reference.startsWith("pi_");

/** The school's side of the cards that Stripe keeps (https://docs.stripe.com/payments/checkout/save-and-reuse). */
export function stripeCards(stripe: Stripe): CardKeeper {
  return {
    charge: (request) => callStripe("charge a kept card", () => charge(stripe, request)),
    find: (request) => callStripe("say whether a kept card was charged", () => findCharge(stripe, request)),
    forget: ({ customerReference }) => callStripe("forget a card", () => forget(stripe, customerReference)),
  };
}

/**
 * The intent that Stripe has already is found by our id in its metadata: an idempotency key is forgotten after a day, when the same call
 * would be a second charge.
 */
async function findCharge(stripe: Stripe, request: CardChargeRequest): Promise<CardCharge | null> {
  const { paymentId, card } = request;
  const intents = await stripe.paymentIntents.list({ customer: card.customerReference, limit: CHARGES_MAX });
  const same = intents.data.find(
    ({ metadata }) => metadata[PAYMENT_ID] === paymentId && metadata.charged_by === BY_KEPT_CARD.charged_by,
  );
  return same ? toCharge(same) : null;
}

async function charge(stripe: Stripe, request: CardChargeRequest): Promise<CardCharge> {
  const earlier = await findCharge(stripe, request);
  if (earlier) return earlier;
  const { paymentId, orderCode, amount, description, card, idempotencyKey } = request;
  try {
    const made = await stripe.paymentIntents.create(
      {
        amount: toStripeAmount(amount),
        currency: amount.currency.toLowerCase(),
        customer: card.customerReference,
        payment_method: card.methodReference,
        // Its holder is away: a card that asks for them is an answer, not a page.
        off_session: true,
        confirm: true,
        automatic_payment_methods: { enabled: true, allow_redirects: "never" },
        description: `${orderCode}: ${description}`.slice(0, 1000),
        metadata: { order_code: orderCode, [PAYMENT_ID]: paymentId, ...BY_KEPT_CARD },
      },
      { idempotencyKey },
    );
    return toCharge(made);
  } catch (error) {
    const declined = error instanceof Stripe.errors.StripeCardError ? error.payment_intent : undefined;
    if (!declined) throw error;
    return toCharge(declined);
  }
}

const toCharge = (intent: Stripe.PaymentIntent): CardCharge => ({
  reference: intent.id,
  status: toIntentStatus(intent),
});

/** What the intent of a kept card says. Whatever asks for its holder has failed: nobody is there to answer. */
export function toIntentStatus(intent: Stripe.PaymentIntent): PaymentStatus {
  const { status, latest_charge: latest } = intent;
  const chargeId = typeof latest === "string" ? latest : latest?.id;
  const base = {
    amount: fromStripeAmount(intent.amount, intent.currency),
    live: intent.livemode,
    paymentId: intent.metadata[PAYMENT_ID] ?? null,
  };
  if (status === "succeeded") return { ...base, state: "settled", aliases: chargeId ? [chargeId] : [] };
  if (status === "processing") return { ...base, state: "pending", isSettling: true };
  if (status === "canceled") return { ...base, state: "cancelled" };
  return { ...base, state: "failed", failure: toPaymentFailure(intent.last_payment_error) };
}

/** Makes sure that nobody completes an intent any more. Stripe refuses to cancel what is over; that is fine. */
export async function cancelIntent(stripe: Stripe, reference: string): Promise<void> {
  try {
    await stripe.paymentIntents.cancel(reference);
  } catch (error) {
    if (!isRefused(error)) throw error;
  }
}

/** The customer was made for this card, and goes with it. */
async function forget(stripe: Stripe, customer: string): Promise<void> {
  try {
    await stripe.customers.del(customer);
  } catch (error) {
    if (!isRefused(error) || error.code !== "resource_missing") throw error;
  }
}

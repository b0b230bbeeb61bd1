import type Stripe from "stripe";
import { BadSignature, type ProviderEvent } from "#domain/payments/provider.ts";
import { callStripe } from "./client.ts";
import { PAYMENT_ID } from "./session.ts";
import { listReversals } from "./reversals.ts";

/** How old a signed message may be. */
const TOLERANCE_SECONDS = 300;

/** What is kept of the object in a message: enough to follow the money, nothing of a card or a person. */
const KEPT = [
  "id",
  "object",
  "amount",
  "amount_total",
  "amount_received",
  "amount_refunded",
  "charge",
  "currency",
  "failure_code",
  "failure_reason",
  "livemode",
  "payment_intent",
  "payment_status",
  "reason",
  "status",
] as const;

/** The parts of Stripe's objects that say which payment they belong to. */
type Subject = {
  id?: string;
  object?: string;
  metadata?: Record<string, string> | null;
  client_reference_id?: string | null;
  payment_intent?: string | { id: string } | null;
};

/**
 * Proves that a message comes from Stripe (the signature over the raw body, at most 300 s old) and finds out which payment
 * it is about. A refund or a dispute begun in the dashboard names only Stripe's own PaymentIntent; Stripe is then asked which
 * session that belongs to, and what all went back of it.
 */
export async function readStripeEvent(
  stripe: Stripe,
  webhookSecret: string,
  { rawBody, headers, now }: { rawBody: string; headers: Headers; now: Date },
): Promise<ProviderEvent> {
  const event = provenEvent(stripe, webhookSecret, rawBody, headers.get("stripe-signature"), now);
  const subject = event.data.object as Subject;
  const paymentId = subject.metadata?.[PAYMENT_ID] ?? subject.client_reference_id ?? null;
  const reference = await referenceOf(stripe, subject, paymentId);
  const intent = intentOf(subject);
  const isOurs = paymentId !== null || reference !== null;
  const asksWhatWentBack = isOurs && intent !== null && isReversalEvent(event.type);
  return {
    eventId: event.id,
    type: event.type,
    reference,
    paymentId,
    ...(asksWhatWentBack ? { reversals: await listReversals(stripe, intent) } : {}),
    body: {
      id: event.id,
      type: event.type,
      created: event.created,
      livemode: event.livemode,
      object: Object.fromEntries(KEPT.map((name) => [name, kept(subject, name)])),
    },
  };
}

function provenEvent(
  stripe: Stripe,
  webhookSecret: string,
  rawBody: string,
  signature: string | null,
  now: Date,
): Stripe.Event {
  try {
    return stripe.webhooks.constructEvent(
      rawBody,
      signature ?? "",
      webhookSecret,
      TOLERANCE_SECONDS,
      undefined,
      now.getTime(),
    );
  } catch (error) {
    throw new BadSignature("the message is not one that Stripe signed just now", { cause: error });
  }
}

/** `refund.created`, `charge.refunded`, `charge.refund.updated`, `charge.dispute.funds_withdrawn` and their like. */
function isReversalEvent(type: string): boolean {
  return /^(refund\.|charge\.(refund|dispute))/.test(type);
}

function intentOf({ payment_intent: intent }: Subject): string | null {
  return (typeof intent === "object" ? intent?.id : intent) ?? null;
}

/** Our reference is the Checkout Session. */
async function referenceOf(stripe: Stripe, subject: Subject, paymentId: string | null): Promise<string | null> {
  if (subject.object === "checkout.session") return subject.id ?? null;
  const intent = intentOf(subject);
  if (paymentId !== null || !intent) return null;
  const sessions = await callStripe("say which checkout a payment belongs to", () =>
    stripe.checkout.sessions.list({ payment_intent: intent, limit: 1 }),
  );
  return sessions.data[0]?.id ?? null;
}

/** An object inside (an expanded intent, say) is kept as its id. */
function kept(subject: Subject, name: string): string | number | boolean | null {
  const value = (subject as Record<string, unknown>)[name];
  if (typeof value === "object" && value !== null) return String((value as { id?: unknown }).id ?? "");
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
}

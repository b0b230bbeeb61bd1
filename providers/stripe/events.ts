import type Stripe from "stripe";
import { BadSignature, type ProviderEvent } from "#domain/payments/provider.ts";
import { BY_KEPT_CARD } from "./cards.ts";
import { callStripe, isLiveKey, isRefused, type StripeSettings } from "./client.ts";
import { getFingerprint } from "./fingerprint.ts";
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
  settings: StripeSettings,
  { rawBody, headers, now }: { rawBody: string; headers: Headers; now: Date },
): Promise<ProviderEvent> {
  const { event, secret } = provenEvent(stripe, settings.webhookSecrets, {
    ...{ rawBody, signature: headers.get("stripe-signature") ?? "", now },
  });
  const subject = event.data.object as Subject;
  const paymentId = subject.metadata?.[PAYMENT_ID] ?? subject.client_reference_id ?? null;
  const isOtherMode = event.livemode !== isLiveKey(settings);
  const base = {
    eventId: event.id,
    type: event.type,
    signedWith: getFingerprint(secret),
    body: toBody(event, subject),
  };
  // Its object is in the other half of the account, which this key cannot see.
  if (isOtherMode) return { ...base, paymentId, reference: null, isOtherMode };
  const reference = await referenceOf(stripe, subject, { paymentId, type: event.type });
  const intent = intentOf(subject);
  const isOurs = paymentId !== null || reference !== null;
  const asksWhatWentBack = isOurs && intent !== null && isReversalEvent(event.type);
  return {
    ...base,
    reference,
    paymentId,
    ...(asksWhatWentBack ? { reversals: await listReversals(stripe, intent) } : {}),
  };
}

const toBody = (event: Stripe.Event, subject: Subject) => ({
  id: event.id,
  type: event.type,
  created: event.created,
  livemode: event.livemode,
  version: event.api_version,
  object: Object.fromEntries(KEPT.map((name) => [name, kept(subject, name)])),
});

/** While the secret is exchanged there are two, and either proves a message. Stripe's library compares in constant time. */
function provenEvent(
  stripe: Stripe,
  secrets: readonly string[],
  { rawBody, signature, now }: { rawBody: string; signature: string; now: Date },
): { event: Stripe.Event; secret: string } {
  let cause: unknown;
  for (const secret of secrets) {
    try {
      const at = now.getTime();
      const event = stripe.webhooks.constructEvent(rawBody, signature, secret, TOLERANCE_SECONDS, undefined, at);
      if (typeof event?.data?.object !== "object") throw new SyntaxError("no object in it");
      return { event, secret };
    } catch (error) {
      cause = error;
    }
  }
  throw new BadSignature("the message is not one that Stripe signed just now", { cause });
}

/** `refund.created`, `charge.refunded`, `charge.refund.updated`, `charge.dispute.funds_withdrawn` and their like. */
function isReversalEvent(type: string): boolean {
  return /^(refund\.|charge\.(refund|dispute))/.test(type);
}

function intentOf({ payment_intent: intent }: Subject): string | null {
  return (typeof intent === "object" ? intent?.id : intent) ?? null;
}

/** Our reference is the Checkout Session. */
async function referenceOf(
  stripe: Stripe,
  subject: Subject,
  { paymentId, type }: { paymentId: string | null; type: string },
): Promise<string | null> {
  if (subject.object === "checkout.session") return subject.id ?? null;
  const intent = subject.object === "payment_intent" ? (subject.id ?? null) : intentOf(subject);
  // What is charged to a kept card has no session.
  if (subject.metadata?.charged_by === BY_KEPT_CARD.charged_by) return intent;
  // Other apps on the account send thousands: only for what went back is Stripe asked whose it is, as a charge of ours says it.
  if (paymentId !== null || !intent || !isReversalEvent(type)) return null;
  const sessions = await callStripe("say which checkout a payment belongs to", () =>
    stripe.checkout.sessions.list({ payment_intent: intent, limit: 1 }),
  );
  const [session] = sessions.data;
  return session ? session.id : findChargeOfSavedCard(stripe, intent);
}

/** The intent itself, where it is ours and charges a kept card: it has no session then. Null for anybody else's. */
async function findChargeOfSavedCard(stripe: Stripe, intent: string): Promise<string | null> {
  return callStripe("say whose a payment is", async () => {
    try {
      const { metadata } = await stripe.paymentIntents.retrieve(intent);
      return metadata.charged_by === BY_KEPT_CARD.charged_by ? intent : null;
    } catch (error) {
      if (isRefused(error)) return null;
      throw error;
    }
  });
}

/** An object inside (an expanded intent, say) is kept as its id. */
function kept(subject: Subject, name: string): string | number | boolean | null {
  const value = (subject as Record<string, unknown>)[name];
  if (typeof value === "object" && value !== null) return String((value as { id?: unknown }).id ?? "");
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
}

import { callStripe, openStripe, type StripeSettings } from "./client.ts";

/** Asks Stripe whether it knows a secret key, by a call that changes nothing. Throws `ProviderRefusal` when it does not. */
export async function verifyStripeKey(settings: StripeSettings): Promise<void> {
  await callStripe("say whether it knows the key", () => openStripe(settings).checkout.sessions.list({ limit: 1 }));
}

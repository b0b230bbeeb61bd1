import type { ReadCtx } from "#domain/kernel/command.ts";
import { listSecretUses, type SecretUse } from "#domain/payments/list-secret-uses.ts";
import { getFingerprint } from "#providers/stripe/fingerprint.ts";
import { runtime } from "#runtime";

/** The signing secrets of Stripe that are set, by their fingerprints, and when each last proved a message. */
export async function listStripeSecrets(ctx: ReadCtx): Promise<SecretUse[]> {
  return listSecretUses(ctx, (runtime().config.stripe?.webhookSecrets ?? []).map(getFingerprint));
}

import type { Profile } from "next-auth";
import type { Identity } from "#domain/accounts/link-identity.ts";
import { cleanLine } from "#domain/kernel/text-inputs.ts";
import { canonicalizeEmail } from "#domain/kernel/email-address.ts";

/**
 * What a provider said, in our words. `email_verified` is the claim of OpenID Connect Core 1.0, 5.1; some send it as text, and
 * some (Entra, Authentik) not at all: then `trustsEmail` says whether the provider's word is enough. A plain no stays one.
 */
export function toIdentity(provider: string, subject: string, profile: Profile, trustsEmail = false): Identity {
  const verified: unknown = profile.email_verified;
  const isUnsaid = verified === undefined || verified === null;
  const name = profile.name ?? profile.preferred_username ?? profile.login;
  return {
    provider,
    subject,
    email: typeof profile.email === "string" ? (canonicalizeEmail(profile.email) ?? null) : null,
    emailVerified: verified === true || verified === "true" || (isUnsaid && trustsEmail),
    ...(isUnsaid && !trustsEmail ? { isUnsaid } : {}),
    name: typeof name === "string" ? cleanLine(name) : "",
  };
}

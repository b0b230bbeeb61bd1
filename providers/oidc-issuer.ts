import { z } from "zod";
import { MessageError } from "#messages/message-error.ts";
import { message } from "#messages/message.ts";

/** How long an issuer may take to say who it is. */
const ANSWER_MS_MAX = 5_000;

/** What an issuer says of itself (OpenID Connect Discovery 1.0, 3), as far as it is needed here. */
const Discovery = z.object({
  issuer: z.string().max(1_000),
  authorization_endpoint: z.string().optional(),
  token_endpoint: z.string().optional(),
  userinfo_endpoint: z.string().optional(),
  jwks_uri: z.string().optional(),
  claims_supported: z.array(z.string()).optional(),
});
export type Discovery = z.infer<typeof Discovery>;

/** Asks an issuer who it is. Takes its address with or without its last slash. Throws when it does not answer as one does. */
export async function discoverIssuer(issuer: string, msMax = ANSWER_MS_MAX): Promise<Discovery> {
  const url = `${issuer.replace(/\/+$/, "")}/.well-known/openid-configuration`;
  const answer = await fetch(url, { headers: { accept: "application/json" }, signal: AbortSignal.timeout(msMax) });
  if (!answer.ok) throw new MessageError(message("doctor.issuer_answered", { url, status: String(answer.status) }));
  const parsed = Discovery.safeParse(await answer.json());
  if (!parsed.success) throw new MessageError(message("doctor.issuer_describes_nothing", { url }));
  return parsed.data;
}

/** Whether two issuers are one but for the last slash, which people leave out and the protocol compares to the letter. */
export function isSameIssuer(one: string, other: string): boolean {
  return one.replace(/\/+$/, "") === other.replace(/\/+$/, "");
}

/**
 * The issuer as it writes itself, when that is what was meant: its tokens bear that name. Another name than the one that was
 * set is not believed: what answers there may be anybody. Throws when it does not answer.
 */
export async function getCanonicalIssuer(issuer: string): Promise<string> {
  const said = await discoverIssuer(issuer);
  return isSameIssuer(said.issuer, issuer) ? said.issuer : issuer;
}

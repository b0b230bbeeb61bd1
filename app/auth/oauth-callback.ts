import { cookies } from "next/headers";
import { type Config, config } from "#config/config.ts";
import { getSafeNextPath } from "#app/_forms/next-path.ts";
import { recordRefusal } from "#app/_http/record-refusal.ts";
import { getRequestFacts } from "#app/_http/request.ts";
import { storeLanguageCookie } from "#app/_http/store-language-cookie.ts";
import { getErrorPath } from "#app/_http/error-path.ts";
import { getViewer } from "#app/_auth/viewer.ts";
import { getSessionToken, setSessionCookie } from "#app/_auth/session-cookie.ts";
import { connectIdentity, OAUTH_MS_MAX } from "#domain/accounts/connect-identity.ts";
import type { Identity } from "#domain/accounts/link-identity.ts";
import { findViewer, toActor } from "#domain/accounts/sessions.ts";
import { visitor } from "#domain/kernel/actor.ts";
import { isRefusal } from "#domain/kernel/refusal.ts";
import { log } from "#providers/log.ts";
import type { Oauth } from "#providers/oauth.ts";
import { listSignInMethods } from "#providers/sign-in-methods.ts";
import { runtime, write } from "#runtime";
import { signInByIdentity } from "#services/sign-in/sign-in.ts";

const OAUTH_SECONDS_MAX = OAUTH_MS_MAX / 1_000;

/** Where somebody lands who wanted to add a way in and gave up, or whose provider did not say who they are. */
export const NOT_CONNECTED = "/account?said=not-connected#ways";

/** Remembers where a person was going while they are away at a provider. */
const nextCookie = () => (config().url.startsWith("https:") ? "__Host-next" : "next");

export async function rememberNext(next: string | null): Promise<void> {
  const kept = { httpOnly: true, sameSite: "lax", path: "/", maxAge: OAUTH_SECONDS_MAX } as const;
  const jar = await cookies();
  if (next) jar.set(nextCookie(), next, { ...kept, secure: config().url.startsWith("https:") });
  else jar.delete(nextCookie());
}

/** The session that is adding a way in, while its person is away at a provider. Nobody else can use what comes back. */
const connectCookie = () => (config().url.startsWith("https:") ? "__Host-connect" : "connect");

/** Remembers that whoever comes back from a provider adds it to the account of `sessionId`; null: they sign in with it. */
export async function rememberConnecting(sessionId: string | null): Promise<void> {
  const kept = { httpOnly: true, sameSite: "lax", path: "/", maxAge: OAUTH_SECONDS_MAX } as const;
  const jar = await cookies();
  if (sessionId) jar.set(connectCookie(), sessionId, { ...kept, secure: config().url.startsWith("https:") });
  else jar.delete(connectCookie());
}

/** Whether the way to a provider and back was begun in the account page. */
export const isConnecting = async () => (await cookies()).has(connectCookie());

let opened: Promise<Oauth> | undefined;

/** The providers that are switched on; undefined when none is, and then their library is not even loaded. */
export async function getOAuth(): Promise<Oauth | undefined> {
  const { config: settings, secret } = runtime();
  if (listSignInMethods(settings).length === 0) return undefined;
  opened ??= open(settings, secret);
  return opened;
}

/** An issuer that does not answer is asked again by whoever comes next: until then its name is taken as it was set. */
async function open(settings: Config, secret: string): Promise<Oauth> {
  const [{ openOauth }, { getCanonicalIssuer }] = await Promise.all([
    import("#providers/oauth.ts"),
    import("#providers/oidc-issuer.ts"),
  ]);
  const { oidc } = settings.oauth;
  if (!oidc) return openOauth(settings, secret, { handleOAuthCallback, failed });
  const issuer = await getCanonicalIssuer(oidc.issuer).catch((error: unknown) => {
    log().warn({ err: error }, "the OpenID provider does not answer");
    opened = undefined;
    return oidc.issuer;
  });
  const oauth = { ...settings.oauth, oidc: { ...oidc, issuer } };
  return openOauth({ url: settings.url, oauth }, secret, { handleOAuthCallback, failed });
}

/** Somebody gave up on the way, made an answer up, or the configuration is wrong: the operator finds out here. */
function failed(error: Error): void {
  log().warn({ err: error }, "an OAuth sign-in failed");
}

/** Forgets the cookies that protected the way to a provider and back. */
export async function clearOAuthCookies(): Promise<void> {
  const jar = await cookies();
  const secure = config().url.startsWith("https:");
  for (const { name } of jar.getAll()) {
    if (name.includes("authjs.")) jar.set(name, "", { path: "/", maxAge: 0, httpOnly: true, sameSite: "lax", secure });
  }
}

/** Adds the account elsewhere to whoever began to from the account page, or signs in with it. Says where they go. */
async function handleOAuthCallback(identity: Identity): Promise<string> {
  const sessionId = (await cookies()).get(connectCookie())?.value;
  return sessionId === undefined ? signInWith(identity) : connect(identity, sessionId);
}

async function connect(identity: Identity, sessionId: string): Promise<string> {
  const who = await getViewer();
  if (who?.sessionId !== sessionId) return "/sign-in?said=elsewhere";
  const way = listSignInMethods(config()).find(({ provider }) => provider === identity.provider);
  if (!way) return NOT_CONNECTED;
  const { requestId } = await getRequestFacts();
  const { userId } = who;
  try {
    await write({ actor: toActor(who), requestId }, (ctx) =>
      connectIdentity(ctx, { userId, sessionId, identity, label: way.label }),
    );
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return error.code === "identity_taken" ? "/account?said=way-taken#ways" : NOT_CONNECTED;
  }
  return "/account?said=connected#ways";
}

async function signInWith(identity: Identity): Promise<string> {
  const { requestId, address, agent } = await getRequestFacts();
  try {
    const device = { agent, address, replaces: await getSessionToken() };
    const request = { actor: visitor, requestId, viewer: undefined, address, device, knownDevices: undefined };
    const session = await signInByIdentity(request, identity);
    await setSessionCookie(session.token, session.expiresAt);
    const { database, clock, rules } = runtime();
    const viewer = await findViewer(database.read, session.token, clock(), rules);
    if (viewer?.language) await storeLanguageCookie(viewer.language);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    recordRefusal(error, requestId, { address });
    if (error.code === "rate_limited") {
      return getErrorPath({ why: error.code, back: "/sign-in", wait: error.detail.retryAfterSeconds });
    }
    if (error.code !== "forbidden") return "/sign-in?said=elsewhere";
    if (!identity.isUnsaid || identity.email === null) return "/sign-in?said=unproven";
    log().warn(
      { event: "oidc_email_unsaid", mend: "AUTH_OIDC_TRUST_EMAIL=yes" },
      "a provider does not say whether addresses are confirmed (email_verified)",
    );
    return "/sign-in?said=unsaid";
  }
  const next = getSafeNextPath((await cookies()).get(nextCookie())?.value);
  await rememberNext(null);
  return next ?? "/learning";
}

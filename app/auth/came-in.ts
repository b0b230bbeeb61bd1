import { cookies } from "next/headers";
import { config } from "#config";
import { safeNextPath } from "#app/_edge/next-path.ts";
import { requestFacts } from "#app/_edge/request.ts";
import { sessionToken, setSessionCookie } from "#app/_edge/session-cookie.ts";
import { addressLimit } from "#domain/accounts/limits.ts";
import { type Identity, linkIdentity } from "#domain/accounts/link-identity.ts";
import { visitor } from "#domain/kernel/actor.ts";
import { isRefusal } from "#domain/kernel/refusal.ts";
import { log } from "#ops/log.ts";
import type { Oauth } from "#providers/oauth.ts";
import { oauthWays } from "#providers/oauth-ways.ts";
import { limit, runtime, write } from "#runtime";

const WAY_SECONDS_MAX = 600;

/** Remembers where a person was going while they are away at a provider. */
const nextCookie = () => (config().url.startsWith("https:") ? "__Host-next" : "next");

export async function rememberNext(next: string | null): Promise<void> {
  const kept = { httpOnly: true, sameSite: "lax", path: "/", maxAge: WAY_SECONDS_MAX } as const;
  const jar = await cookies();
  if (next) jar.set(nextCookie(), next, { ...kept, secure: config().url.startsWith("https:") });
  else jar.delete(nextCookie());
}

let opened: Promise<Oauth> | undefined;

/** The providers that are switched on; undefined when none is, and then their library is not even loaded. */
export async function oauth(): Promise<Oauth | undefined> {
  const { config: settings, secret } = runtime();
  if (oauthWays(settings).length === 0) return undefined;
  opened ??= import("#providers/oauth.ts").then(({ openOauth }) => openOauth(settings, secret, { cameIn, failed }));
  return opened;
}

/** Somebody gave up on the way, made an answer up, or the configuration is wrong: the operator finds out here. */
function failed(error: Error): void {
  log().warn({ err: error }, "somebody did not come in through another account");
}

/** Forgets the cookies that protected the way to a provider and back. */
export async function forgetTheWay(): Promise<void> {
  const jar = await cookies();
  const secure = config().url.startsWith("https:");
  for (const { name } of jar.getAll()) {
    if (name.includes("authjs.")) jar.set(name, "", { path: "/", maxAge: 0, httpOnly: true, sameSite: "lax", secure });
  }
}

/** Signs in whoever a provider has sent back, and says where they go. */
async function cameIn(identity: Identity): Promise<string> {
  const { requestId, address, agent } = await requestFacts();
  const as = { actor: visitor, requestId };
  try {
    const { key, bounds } = addressLimit("sign_in", address, runtime().rules);
    await limit(as, key, bounds);
    const device = { agent, address, replaces: await sessionToken() };
    const session = await write(as, (ctx) => linkIdentity(ctx, { identity, device }));
    await setSessionCookie(session.token, session.expiresAt);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return error.code === "forbidden" ? "/sign-in?said=unproven" : "/sign-in?said=elsewhere";
  }
  const next = safeNextPath((await cookies()).get(nextCookie())?.value);
  await rememberNext(null);
  return next ?? "/learning";
}

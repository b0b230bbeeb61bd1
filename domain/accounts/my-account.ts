import { and, asc, desc, eq, gt, isNull, or } from "drizzle-orm";
import { apiTokens, identities, loginCodes, sessions, users } from "#db/schema/index.ts";
import type { Message } from "#messages/message.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { PAGE_SIZE_MAX } from "../kernel/get-page-window.ts";
import { describeDevice } from "./describe-device.ts";
import { isSessionIdle } from "./sessions.ts";

export type MyAccount = {
  email: string;
  name: string;
  timezone: string;
  certificateName: string | null;
  language: string | null;
  verified: boolean;
  /** The address that takes the place of `email` once the link that was mailed to it is followed. */
  newEmail: string | null;
  hasPassword: boolean;
  hasCalendarKey: boolean;
  /** The accounts elsewhere (google, github, oidc) that open this one, the oldest first. */
  ways: { id: string; provider: string; createdAt: Date }[];
  createdAt: Date;
};

/** What the account page says of whoever asks; undefined for a visitor. */
export async function getMyAccount(ctx: ReadCtx): Promise<MyAccount | undefined> {
  if (ctx.actor.type !== "user") return undefined;
  const [row] = await ctx.read.select().from(users).where(eq(users.id, ctx.actor.id));
  if (!row) return undefined;
  const ways = await ctx.read
    .select({ id: identities.id, provider: identities.provider, createdAt: identities.createdAt })
    .from(identities)
    .where(eq(identities.userId, row.id))
    .orderBy(asc(identities.createdAt), asc(identities.id));
  return {
    email: row.email,
    name: row.name,
    timezone: row.timezone,
    certificateName: row.certificateName,
    language: row.language,
    verified: row.verifiedAt !== null,
    newEmail: await awaitedAddress(ctx, row.id),
    hasPassword: row.passwordHash !== null,
    hasCalendarKey: row.calendarKeyHash !== null,
    ways,
    createdAt: row.createdAt,
  };
}

/** The address whose link is still out; the latest request counts. */
async function awaitedAddress(ctx: ReadCtx, userId: string): Promise<string | null> {
  const [link] = await ctx.read
    .select({ newEmail: loginCodes.newEmail })
    .from(loginCodes)
    .where(
      and(
        eq(loginCodes.userId, userId),
        eq(loginCodes.purpose, "new_address"),
        isNull(loginCodes.usedAt),
        gt(loginCodes.expiresAt, ctx.now),
      ),
    )
    .orderBy(desc(loginCodes.createdAt), desc(loginCodes.id))
    .limit(1);
  return link?.newEmail ?? null;
}

/** The hash to check one's current password against; null when there is none. Never shown to anybody. */
export async function getMyPasswordHash(ctx: ReadCtx): Promise<string | null> {
  if (ctx.actor.type !== "user") return null;
  const [row] = await ctx.read
    .select({ passwordHash: users.passwordHash })
    .from(users)
    .where(eq(users.id, ctx.actor.id));
  return row?.passwordHash ?? null;
}

/** `device`: the browser and the system. */
export type MySession = { id: string; device: Message; address: string; createdAt: Date; lastSeenAt: Date };

/** Where one is signed in now, the latest use first; as many as a page holds. */
export async function listMySessions(ctx: ReadCtx): Promise<MySession[]> {
  const { actor, now, rules } = ctx;
  if (actor.type !== "user") return [];
  const found = await ctx.read
    .select({
      id: sessions.id,
      agent: sessions.agent,
      address: sessions.address,
      createdAt: sessions.createdAt,
      lastSeenAt: sessions.lastSeenAt,
    })
    .from(sessions)
    .where(and(eq(sessions.userId, actor.id), isNull(sessions.revokedAt), gt(sessions.expiresAt, now)))
    .orderBy(desc(sessions.lastSeenAt), desc(sessions.id))
    .limit(PAGE_SIZE_MAX);
  return found
    .filter(({ lastSeenAt }) => !isSessionIdle({ lastSeenAt, roles: actor.roles }, now, rules))
    .map(({ agent, ...session }) => ({ ...session, device: describeDevice(agent) }));
}

export type MyToken = {
  id: string;
  name: string;
  scopes: string[];
  createdAt: Date;
  lastUsedAt: Date | null;
  expiresAt: Date | null;
};

/** One's API tokens that still work, the newest first; as many as a page holds. */
export async function listMyTokens(ctx: ReadCtx): Promise<MyToken[]> {
  if (ctx.actor.type !== "user") return [];
  return ctx.read
    .select({
      id: apiTokens.id,
      name: apiTokens.name,
      scopes: apiTokens.scopes,
      createdAt: apiTokens.createdAt,
      lastUsedAt: apiTokens.lastUsedAt,
      expiresAt: apiTokens.expiresAt,
    })
    .from(apiTokens)
    .where(
      and(
        eq(apiTokens.userId, ctx.actor.id),
        isNull(apiTokens.revokedAt),
        or(isNull(apiTokens.expiresAt), gt(apiTokens.expiresAt, ctx.now)),
      ),
    )
    .orderBy(desc(apiTokens.createdAt), desc(apiTokens.id))
    .limit(PAGE_SIZE_MAX);
}

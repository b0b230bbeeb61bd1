import { createHash } from "node:crypto";
import { and, eq, gt, isNull } from "drizzle-orm";
import { param, perClient } from "#db/prepared.ts";
import { sessions, userRoles, users } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import type { Role } from "#db/words.ts";
import type { Actor } from "../kernel/actor.ts";

/** Who is looking at a page. */
export type Viewer = {
  userId: string;
  sessionId: string;
  name: string;
  email: string;
  timezone: string;
  locale: string;
  verified: boolean;
  roles: readonly Role[];
  lastSeenAt: Date;
  /** When they last showed who they are: the session began then. */
  signedInAt: Date;
};

/** Tokens are 256 random bits, so a plain SHA-256 keeps them as safe as a slow hash would. */
export function tokenHash(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}

const queries = perClient((read: Reader) => ({
  byToken: read
    .select({
      sessionId: sessions.id,
      lastSeenAt: sessions.lastSeenAt,
      signedInAt: sessions.createdAt,
      userId: users.id,
      name: users.name,
      email: users.email,
      timezone: users.timezone,
      locale: users.locale,
      verifiedAt: users.verifiedAt,
      role: userRoles.role,
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .leftJoin(userRoles, eq(userRoles.userId, users.id))
    .where(
      and(
        eq(sessions.tokenHash, param(sessions.tokenHash, "tokenHash")),
        isNull(sessions.revokedAt),
        gt(sessions.expiresAt, param(sessions.expiresAt, "now")),
        isNull(users.disabledAt),
      ),
    )
    .prepare(),
}));

/** The live session of a token, checked on every request; undefined when it ended, was revoked, or the person is disabled. */
export async function findViewer(read: Reader, token: string, now: Date): Promise<Viewer | undefined> {
  if (token.length > 100) return undefined;
  const rows = await queries(read).byToken.execute({ tokenHash: tokenHash(token), now });
  const [first] = rows;
  if (!first) return undefined;
  const { verifiedAt, role: _, ...viewer } = first;
  return {
    ...viewer,
    verified: verifiedAt !== null,
    roles: rows.flatMap(({ role }) => (role === null ? [] : [role])),
  };
}

export function actorOf(viewer: Viewer | undefined): Actor {
  return viewer ? { type: "user", id: viewer.userId, roles: viewer.roles } : { type: "visitor" };
}

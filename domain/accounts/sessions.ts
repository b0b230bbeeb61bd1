import { createHash } from "node:crypto";
import { and, eq, gt, isNotNull, isNull, sql } from "drizzle-orm";
import { param, perClient } from "#db/prepared.ts";
import { sessions, userRoles, users } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import type { Role } from "#db/enums.ts";
import { type Actor, STAFF_ROLES } from "../kernel/actor.ts";
import type { Rules } from "../kernel/command.ts";

/** Who is looking at a page. */
export type Viewer = {
  userId: string;
  sessionId: string;
  name: string;
  email: string;
  timezone: string;
  /** Chosen by them; none follows the address and the browser. */
  language: string | null;
  verified: boolean;
  /** None who signs in by codes or by another service alone. */
  hasPassword: boolean;
  roles: readonly Role[];
  lastSeenAt: Date;
  /** When they last showed who they are: the session began then, or they typed their password again. */
  signedInAt: Date;
};

/** Tokens are 256 random bits, so a plain SHA-256 keeps them as safe as a slow hash would. */
export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}

const queries = perClient((read: Reader) => ({
  byToken: read
    .select({
      sessionId: sessions.id,
      lastSeenAt: sessions.lastSeenAt,
      signedInAt: sessions.createdAt,
      confirmedAt: sessions.confirmedAt,
      userId: users.id,
      name: users.name,
      email: users.email,
      timezone: users.timezone,
      language: users.language,
      verifiedAt: users.verifiedAt,
      hasPassword: sql<boolean>`${isNotNull(users.passwordHash)}`.mapWith(Boolean),
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

/** Whether a sign-in has not been used for longer than the school lets one lie: a colleague's is shorter than a student's. */
export function isSessionIdle(
  session: { lastSeenAt: Date; roles: readonly Role[] },
  now: Date,
  rules: IdleRules,
): boolean {
  const { staff, student } = rules.sessionIdleMs;
  const idleMsMax = session.roles.some((role) => STAFF_ROLES.includes(role)) ? staff : student;
  return now.getTime() - session.lastSeenAt.getTime() > idleMsMax;
}

type IdleRules = Pick<Rules, "sessionIdleMs">;

/**
 * The live session of a token, checked on every request; undefined when it ended, was revoked, was not used for too long, or the
 * person is disabled.
 */
export async function findViewer(
  read: Reader,
  token: string,
  now: Date,
  rules: IdleRules,
): Promise<Viewer | undefined> {
  if (token.length > 100) return undefined;
  const rows = await queries(read).byToken.execute({ tokenHash: hashToken(token), now });
  const [first] = rows;
  if (!first) return undefined;
  const { verifiedAt, confirmedAt, role: _, ...viewer } = first;
  const roles = rows.flatMap(({ role }) => (role === null ? [] : [role]));
  if (isSessionIdle({ lastSeenAt: viewer.lastSeenAt, roles }, now, rules)) return undefined;
  return { ...viewer, verified: verifiedAt !== null, signedInAt: confirmedAt ?? viewer.signedInAt, roles };
}

export function toActor(viewer: Viewer | undefined): Actor {
  if (!viewer) return { type: "visitor" };
  const { userId: id, roles, sessionId, signedInAt: provenAt } = viewer;
  return { type: "user", id, roles, sessionId, provenAt };
}

import { and, eq, gt, isNull, or } from "drizzle-orm";
import { param, perClient } from "#db/prepared.ts";
import { apiTokens, userRoles, users } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import type { Actor } from "../kernel/actor.ts";
import { TOKEN_PREFIX } from "./create-token.ts";
import { hashToken } from "./sessions.ts";

/** Who comes with an API token: the person, held to the token's scopes. */
export type Bearer = { tokenId: string; lastUsedAt: Date | null; actor: Extract<Actor, { type: "user" }> };

const queries = perClient((read: Reader) => ({
  byToken: read
    .select({
      tokenId: apiTokens.id,
      scopes: apiTokens.scopes,
      lastUsedAt: apiTokens.lastUsedAt,
      userId: users.id,
      role: userRoles.role,
    })
    .from(apiTokens)
    .innerJoin(users, eq(users.id, apiTokens.userId))
    .leftJoin(userRoles, eq(userRoles.userId, users.id))
    .where(
      and(
        eq(apiTokens.tokenHash, param(apiTokens.tokenHash, "tokenHash")),
        isNull(apiTokens.revokedAt),
        or(isNull(apiTokens.expiresAt), gt(apiTokens.expiresAt, param(apiTokens.expiresAt, "now"))),
        isNull(users.disabledAt),
      ),
    )
    .prepare(),
}));

/** The live token that a request carries; undefined when it is unknown, revoked or over, or its person is disabled. */
export async function findToken(read: Reader, token: string, now: Date): Promise<Bearer | undefined> {
  if (!token.startsWith(TOKEN_PREFIX) || token.length > 100) return undefined;
  const rows = await queries(read).byToken.execute({ tokenHash: hashToken(token), now });
  const [first] = rows;
  if (!first) return undefined;
  const roles = rows.flatMap(({ role }) => (role === null ? [] : [role]));
  return {
    tokenId: first.tokenId,
    lastUsedAt: first.lastUsedAt,
    actor: { type: "user", id: first.userId, roles, scopes: first.scopes },
  };
}

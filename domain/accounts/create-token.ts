import { and, eq, isNull } from "drizzle-orm";
import { apiTokens, users } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { createId, createSecret } from "../kernel/ids.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { requireRecentSignIn } from "./recent-sign-in.ts";
import { notifyPerson } from "./notify-person.ts";
import { SCOPES } from "./list-scopes.ts";
import { hashToken } from "./sessions.ts";

/** What every API token begins with, so that one that leaks is recognised for what it is. */
export const TOKEN_PREFIX = "mtr_";

export type NewToken = {
  userId: string;
  /** What it is for, in the person's own words. */
  name: string;
  scopes: readonly string[];
  /** When it ends; null for never. */
  expiresAt: Date | null;
};

/** Refuses, beside their field, scopes of which none is chosen, or that do not exist. */
export function checkScopes(scopes: readonly string[]): void {
  if (scopes.length === 0) throw new Refusal("invalid_input", { fields: { scopes: message("fields.choose_scopes") } });
  if (!scopes.every((scope) => SCOPES.includes(scope))) {
    throw new Refusal("invalid_input", { fields: { scopes: message("fields.no_such_scope") } });
  }
}

/**
 * Makes an API token that acts as the person, within `scopes`. The token is in the answer and nowhere else. Refuses
 * scopes that do not exist, and a session that was not begun, or confirmed by the password, a moment ago. The person is told by
 * mail.
 */
export async function createToken(ctx: WriteCtx, input: NewToken): Promise<{ tokenId: string; token: string }> {
  authorize(ctx, "token.create", { ownerId: input.userId });
  const allowed = ctx.actor.type === "user" ? (ctx.actor.scopes ?? SCOPES) : SCOPES;
  const scopes = [...new Set(input.scopes)].sort();
  checkScopes(scopes);
  if (!scopes.every((scope) => allowed.includes(scope))) throw new Refusal("scope_missing");
  requireRecentSignIn(ctx);
  if (input.expiresAt !== null && input.expiresAt <= ctx.now) {
    throw new Refusal("invalid_input", { fields: { expiresAt: message("fields.choose_day_to_come") } });
  }
  const [person] = await ctx.tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.id, input.userId), isNull(users.disabledAt)));
  if (!person) throw new Refusal("not_found");
  const token = TOKEN_PREFIX + createSecret();
  const tokenId = createId("apiToken");
  const { userId, name, expiresAt } = input;
  await ctx.tx
    .insert(apiTokens)
    .values({ id: tokenId, tokenHash: hashToken(token), userId, name, scopes, expiresAt, createdAt: ctx.now });
  await audit(ctx, "token.create", { type: "api_token", id: tokenId }, { after: { userId, name, scopes, expiresAt } });
  await notifyPerson(ctx, userId, { event: "token_created", token: name, scopes });
  return { tokenId, token };
}

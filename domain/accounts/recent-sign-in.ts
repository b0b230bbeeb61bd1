import { and, eq, isNull } from "drizzle-orm";
import { sessions } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import type { Actor } from "../kernel/actor.ts";
import { MINUTE_MS } from "../kernel/clock.ts";
import type { StepCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";

/** For so long after signing in, or after typing the password again, nobody is asked who they are. */
const RECENT_MS = 15 * MINUTE_MS;

export function isRecentSignIn(signedInAt: Date, now: Date, slackMs = 0): boolean {
  return now.getTime() - signedInAt.getTime() <= RECENT_MS + slackMs;
}

const BY_TOKEN = message("refusals.not_by_token");

/**
 * Refuses (`sign_in_not_recent`) what whoever finds a browser open, or a token, must not do: to make something that lasts, to
 * change what people may do, to send much money away. The page then asks for the password, and `confirmSession` notes it.
 * What the system does is asked of nobody.
 */
export function requireRecentSignIn(ctx: { actor: Actor; now: Date }): void {
  const { actor } = ctx;
  if (actor.type === "system") return;
  if (actor.type === "user" && actor.provenAt && isRecentSignIn(actor.provenAt, ctx.now)) return;
  const isToken = actor.type === "user" && actor.scopes !== undefined;
  throw new Refusal("sign_in_not_recent", isToken ? { words: BY_TOKEN } : {});
}

/**
 * As `requireRecentSignIn`, for a session that may have ended since it was looked up, because another site comes in between
 * (`not_signed_in`). `slackMs`: what the way there may have taken.
 */
export async function assertRecentSignIn(
  ctx: StepCtx,
  { userId, sessionId }: { userId: string; sessionId: string },
  slackMs = 0,
): Promise<void> {
  const [session] = await ctx.tx
    .select({ createdAt: sessions.createdAt, confirmedAt: sessions.confirmedAt })
    .from(sessions)
    .where(and(eq(sessions.id, sessionId), eq(sessions.userId, userId), isNull(sessions.revokedAt)));
  if (session && isRecentSignIn(session.confirmedAt ?? session.createdAt, ctx.now, slackMs)) return;
  const words = message("refusals.signed_in_long_ago");
  throw new Refusal("not_signed_in", { words });
}

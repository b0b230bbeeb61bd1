import { and, eq, isNull } from "drizzle-orm";
import { sessions } from "#db/schema/index.ts";
import { MINUTE_MS } from "../kernel/clock.ts";
import type { StepCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";

/** For so long after signing in nobody is asked again who they are. */
const RECENT_MS = 15 * MINUTE_MS;

export function isRecentSignIn(signedInAt: Date, now: Date, slackMs = 0): boolean {
  return now.getTime() - signedInAt.getTime() <= RECENT_MS + slackMs;
}

/**
 * Refuses (`not_signed_in`) a step by which whoever finds a browser open could come back later, unless its session was begun a
 * moment ago. It is for those steps that cannot ask for the password: because another site comes in between, or because there
 * is none. `slackMs`: what the way there may have taken.
 */
export async function assertRecentSignIn(
  ctx: StepCtx,
  { userId, sessionId }: { userId: string; sessionId: string },
  slackMs = 0,
): Promise<void> {
  const [session] = await ctx.tx
    .select({ createdAt: sessions.createdAt })
    .from(sessions)
    .where(and(eq(sessions.id, sessionId), eq(sessions.userId, userId), isNull(sessions.revokedAt)));
  if (session && isRecentSignIn(session.createdAt, ctx.now, slackMs)) return;
  const words = "You signed in a while ago. Sign in again first, so that we know it is you.";
  throw new Refusal("not_signed_in", { words });
}

import { and, eq, isNull, lt, or } from "drizzle-orm";
import { apiTokens, sessions } from "#db/schema/index.ts";
import { addMs, MINUTE_MS } from "../kernel/clock.ts";
import type { TxCtx } from "../kernel/command.ts";

/** How exactly "last seen" is kept. A finer one would turn every page view into a write. */
const GRAIN_MS = 10 * MINUTE_MS;

/** Whether a session or token was last noted long enough ago to note it again. */
export function isStale(lastNoted: Date | null, now: Date): boolean {
  return lastNoted === null || lastNoted.getTime() + GRAIN_MS <= now.getTime();
}

/** Notes that a session is in use. Nothing hangs on it, so it may be lost with the power and leaves no audit row. */
export async function recordSessionUse(ctx: TxCtx, sessionId: string): Promise<void> {
  await ctx.tx
    .update(sessions)
    .set({ lastSeenAt: ctx.now })
    .where(and(eq(sessions.id, sessionId), lt(sessions.lastSeenAt, addMs(ctx.now, -GRAIN_MS + 1))));
}

/** As `recordSessionUse`, for an API token. */
export async function recordTokenUse(ctx: TxCtx, tokenId: string): Promise<void> {
  const before = addMs(ctx.now, -GRAIN_MS + 1);
  await ctx.tx
    .update(apiTokens)
    .set({ lastUsedAt: ctx.now })
    .where(and(eq(apiTokens.id, tokenId), or(isNull(apiTokens.lastUsedAt), lt(apiTokens.lastUsedAt, before))));
}

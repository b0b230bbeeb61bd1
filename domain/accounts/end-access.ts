import { eq } from "drizzle-orm";
import { users } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { revokeAllTokens } from "./revoke-all-tokens.ts";
import { endAllSessions } from "./end-all-sessions.ts";

export type EndedAccess = { sessions: number; tokens: number };

/**
 * Ends everything that lets somebody act or read as a person: sessions, `except` one if given, API tokens and the link to the
 * calendar. Every change of who may act as whom goes through it. Gives how many were live.
 */
export async function endAccess(ctx: StepCtx, userId: string, except?: string): Promise<EndedAccess> {
  await ctx.tx.update(users).set({ calendarKeyHash: null }).where(eq(users.id, userId));
  return { sessions: await endAllSessions(ctx, userId, except), tokens: await revokeAllTokens(ctx, userId) };
}

import { sessions } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { and, eq, isNull, ne } from "drizzle-orm";

/** Ends a person's sign-ins everywhere, `except` one if given. Gives how many were live. */
export async function endAllSessions(ctx: StepCtx, userId: string, except = ""): Promise<number> {
  const ended = await ctx.tx
    .update(sessions)
    .set({ revokedAt: ctx.now })
    .where(and(eq(sessions.userId, userId), isNull(sessions.revokedAt), ne(sessions.id, except)))
    .returning({ id: sessions.id });
  return ended.length;
}

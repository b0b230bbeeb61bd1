import { and, eq, isNull } from "drizzle-orm";
import { sessions } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";

/** Ends one sign-in at once, one's own or, for admins, anybody's. One that has ended already stays ended. */
export async function endSession(ctx: WriteCtx, input: { sessionId: string }): Promise<void> {
  const [session] = await ctx.tx
    .select({ id: sessions.id, ownerId: sessions.userId })
    .from(sessions)
    .where(eq(sessions.id, input.sessionId));
  if (!session) throw new Refusal("not_found");
  authorize(ctx, "session.end", session);
  const [ended] = await ctx.tx
    .update(sessions)
    .set({ revokedAt: ctx.now })
    .where(and(eq(sessions.id, session.id), isNull(sessions.revokedAt)))
    .returning({ id: sessions.id });
  if (!ended) return;
  await audit(ctx, "session.end", { type: "session", id: session.id }, { before: { userId: session.ownerId } });
}

import { and, eq, isNull } from "drizzle-orm";
import { sessions, users } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";

/**
 * Notes that a person has typed their password again in a session, so that it counts as a recent sign-in. `passwordHash` is
 * what the password was checked against. Refuses with `wrong_state` when the password was changed or the session ended since.
 */
export async function confirmSession(
  ctx: WriteCtx,
  input: { userId: string; sessionId: string; passwordHash: string },
): Promise<void> {
  const { userId, sessionId, passwordHash } = input;
  authorize(ctx, "account.edit", { ownerId: userId });
  const [person] = await ctx.tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.id, userId), eq(users.passwordHash, passwordHash), isNull(users.disabledAt)));
  const confirmed = await ctx.tx
    .update(sessions)
    .set({ confirmedAt: ctx.now })
    .where(and(eq(sessions.id, sessionId), eq(sessions.userId, userId), isNull(sessions.revokedAt)))
    .returning({ id: sessions.id });
  if (!person || confirmed.length === 0) throw new Refusal("wrong_state");
  await audit(ctx, "account.edit", { type: "session", id: sessionId }, { after: { confirmed: "password" } });
}

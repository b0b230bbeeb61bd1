import { and, eq, isNull } from "drizzle-orm";
import { users } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { enqueueMail } from "../kernel/enqueue-mail.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { endCodes } from "./one-time-code.ts";
import { endAccess } from "./end-access.ts";
import { assertRecentSignIn } from "./recent-sign-in.ts";
import { type Device, createSession, type StartedSession } from "./create-session.ts";

export type PasswordChange = {
  userId: string;
  /** The session that asks, which must be a new one where there is no password to ask for. */
  sessionId: string;
  /** The hash that the current password was checked against; null for a person who has none yet. */
  currentHash: string | null;
  newHash: string;
  device: Device;
};

/**
 * Gives a person the new password they chose. It signs them out everywhere, and in again here, with the session it
 * returns; their API tokens and the link to their calendar end. Refuses with `wrong_state` when the password was changed since the current one was checked,
 * and with `not_signed_in` a first password from a session that was not begun a moment ago.
 */
export async function changePassword(ctx: WriteCtx, input: PasswordChange): Promise<StartedSession> {
  authorize(ctx, "account.edit", { ownerId: input.userId });
  if (input.currentHash === null) await assertRecentSignIn(ctx, input);
  const stands = input.currentHash === null ? isNull(users.passwordHash) : eq(users.passwordHash, input.currentHash);
  const [changed] = await ctx.tx
    .update(users)
    .set({ passwordHash: input.newHash })
    .where(and(eq(users.id, input.userId), stands, isNull(users.disabledAt)))
    .returning({ name: users.name, email: users.email });
  if (!changed) throw new Refusal("wrong_state");
  const ended = await endAccess(ctx, input.userId);
  await endCodes(ctx, input.userId);
  const session = await createSession(ctx, input.userId, input.device);
  await audit(ctx, "account.edit", { type: "user", id: input.userId }, { after: { password: "changed", ended } });
  await enqueueMail(ctx, {
    kind: "password_changed",
    to: changed.email,
    payload: { name: changed.name },
    dedupeKey: session.sessionId,
  });
  return session;
}

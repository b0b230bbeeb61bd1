import { eq } from "drizzle-orm";
import { users } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { enqueueMail } from "../kernel/enqueue-mail.ts";
import { authorize } from "../policy.ts";
import { endAccess } from "./end-access.ts";
import { claimLink, endCodes, recordEmailVerified } from "./one-time-code.ts";
import { type Device, createSession, type StartedSession } from "./create-session.ts";

export type PasswordReset = {
  /** What stands in the link of the mail. */
  secret: string;
  passwordHash: string;
  device: Device;
};

/**
 * Sets the password of whoever holds a reset link, once, and signs them in here and out everywhere else; their API tokens and
 * the link to their calendar end. Holding the link proves the address. Refuses a link that is unknown, used (`wrong_code`) or too old (`code_expired`).
 */
export async function resetPassword(
  ctx: WriteCtx,
  input: PasswordReset,
): Promise<{ session: StartedSession; nextPath: string | null }> {
  authorize(ctx, "account.prove", {});
  const link = await claimLink(ctx, input.secret, ["reset"]);
  const { userId } = link;
  await recordEmailVerified(ctx, link);
  await ctx.tx.update(users).set({ passwordHash: input.passwordHash }).where(eq(users.id, userId));
  const ended = await endAccess(ctx, userId);
  await endCodes(ctx, userId);
  const session = await createSession(ctx, userId, input.device);
  await audit(ctx, "account.prove", { type: "user", id: userId }, { after: { password: "reset", ended } });
  const { email, name } = link;
  await enqueueMail(ctx, { kind: "password_changed", to: email, payload: { name }, dedupeKey: session.sessionId });
  return { session, nextPath: link.nextPath };
}

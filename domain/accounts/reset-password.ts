import { eq } from "drizzle-orm";
import { users } from "#db/schema/index.ts";
import { audit } from "../kernel/audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { promiseMail } from "../kernel/outbox.ts";
import { authorize } from "../policy.ts";
import { endAccessOf } from "./end-access.ts";
import { claimLink, endCodesOf, proveAddress } from "./one-time-code.ts";
import { type Device, openSession, type StartedSession } from "./open-session.ts";

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
  await proveAddress(ctx, link);
  await ctx.tx.update(users).set({ passwordHash: input.passwordHash }).where(eq(users.id, userId));
  const ended = await endAccessOf(ctx, userId);
  await endCodesOf(ctx, userId);
  const session = await openSession(ctx, userId, input.device);
  await audit(ctx, "account.prove", { type: "user", id: userId }, { after: { password: "reset", ended } });
  const { email, name } = link;
  await promiseMail(ctx, { kind: "password_changed", to: email, payload: { name }, dedupeKey: session.sessionId });
  return { session, nextPath: link.nextPath };
}

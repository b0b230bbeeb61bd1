import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import { type Device, createSession, type StartedSession } from "./create-session.ts";

/**
 * Gives somebody who is signed in another session in place of the present one (`device.replaces`), whose token stops working:
 * after what they may do has changed, the token of before opens nothing.
 */
export async function rotateSession(
  ctx: WriteCtx,
  input: { userId: string; device: Device & { replaces: string } },
): Promise<StartedSession> {
  const { userId, device } = input;
  authorize(ctx, "account.edit", { ownerId: userId });
  const session = await createSession(ctx, userId, device);
  await audit(
    ctx,
    "account.edit",
    { type: "session", id: session.sessionId },
    { after: { replaces: ctx.actor.type === "user" ? (ctx.actor.sessionId ?? null) : null } },
  );
  return session;
}

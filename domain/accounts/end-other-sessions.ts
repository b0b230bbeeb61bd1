import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import { endAllSessions } from "./end-all-sessions.ts";

/** Signs a person out everywhere but here. Gives how many sign-ins ended. */
export async function endOtherSessions(
  ctx: WriteCtx,
  input: { userId: string; keepSessionId: string },
): Promise<number> {
  authorize(ctx, "session.end", { ownerId: input.userId });
  const ended = await endAllSessions(ctx, input.userId, input.keepSessionId);
  if (ended > 0) {
    await audit(
      ctx,
      "session.end",
      { type: "user", id: input.userId },
      { after: { ended, kept: input.keepSessionId } },
    );
  }
  return ended;
}

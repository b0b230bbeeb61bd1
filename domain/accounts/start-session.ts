import { and, eq, isNull } from "drizzle-orm";
import { users } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import type { Device, StartedSession } from "./create-session.ts";
import { signInOnDevice } from "./sign-in-on-device.ts";
import type { CheckedPassword } from "./check-password.ts";

/**
 * Signs a person in whose password was just checked, outside the transaction. Refuses with `wrong_credentials` when the
 * password was changed or the person disabled since then.
 */
export async function startSession(
  ctx: WriteCtx,
  input: { checked: CheckedPassword; device: Device },
): Promise<StartedSession> {
  authorize(ctx, "session.create", {});
  const { userId, passwordHash } = input.checked;
  const [person] = await ctx.tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.id, userId), eq(users.passwordHash, passwordHash), isNull(users.disabledAt)));
  if (!person) throw new Refusal("wrong_credentials");
  const session = await signInOnDevice(ctx, userId, input.device);
  await audit(
    ctx,
    "session.create",
    { type: "session", id: session.sessionId },
    { after: { userId, how: "password" } },
  );
  return session;
}

import { audit } from "../kernel/audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import { invite } from "./invite.ts";

/**
 * Makes the owner of a real school, and the one-time link by which they choose a password (`welcomePath(secret)`); it works
 * for seven days. Calling it again makes a new link, and the one before stops working.
 */
export async function inviteOwner(
  ctx: WriteCtx,
  input: { email: string; name?: string },
): Promise<{ userId: string; secret: string }> {
  authorize(ctx, "team.edit_owner", {});
  const { email, name = "The owner" } = input;
  const { userId, secret } = await invite(ctx, { email, name, role: "owner" });
  await audit(ctx, "team.edit_owner", { type: "user", id: userId }, { after: { invited: email, role: "owner" } });
  return { userId, secret };
}

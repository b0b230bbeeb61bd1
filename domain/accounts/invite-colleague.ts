import type { Role } from "#db/words.ts";
import { audit } from "../kernel/audit.ts";
import { DAY_MS } from "../kernel/clock.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { promiseMail } from "../kernel/outbox.ts";
import { authorize } from "../policy.ts";
import { invite, welcomePath } from "./invite.ts";
import { CODE_LIVES_MS } from "./one-time-code.ts";

/**
 * Asks somebody into the office: gives the address an account if it has none, and the role, and mails a one-time link for
 * choosing a password. Only an owner invites an owner.
 */
export async function inviteColleague(
  ctx: WriteCtx,
  input: { email: string; name: string; role: Exclude<Role, "student"> },
): Promise<{ userId: string }> {
  const action = input.role === "owner" ? "team.edit_owner" : "team.edit";
  authorize(ctx, action, {});
  const { userId, secret, codeId } = await invite(ctx, input);
  await audit(ctx, action, { type: "user", id: userId }, { after: { invited: input.email, role: input.role } });
  const payload = { name: input.name, path: welcomePath(secret), days: CODE_LIVES_MS.owner / DAY_MS };
  await promiseMail(ctx, { kind: "invitation", to: input.email, payload, dedupeKey: codeId });
  return { userId };
}

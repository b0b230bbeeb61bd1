import type { Role } from "#db/enums.ts";
import { audit } from "../kernel/audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { promiseMail } from "../kernel/outbox.ts";
import { authorize } from "../policy.ts";
import { findInvited, INVITATION_DAYS, invitingNeeds, offerRole, welcomePath } from "./invite.ts";
import { requireRecentSignIn } from "./recent-sign-in.ts";

/**
 * Asks somebody into the office: mails a one-time link to the address, and whoever follows it gets the role. Only an owner
 * invites an owner, or invites one to anything. Refuses as `offerRole` does, and a sign-in that is not recent.
 */
export async function inviteColleague(
  ctx: WriteCtx,
  input: { email: string; name: string; role: Exclude<Role, "student"> },
): Promise<{ invitationId: string }> {
  const { email, name, role } = input;
  authorize(ctx, invitingNeeds(role, undefined), {});
  const action = invitingNeeds(role, await findInvited(ctx.tx, { email }));
  authorize(ctx, action, {});
  requireRecentSignIn(ctx);
  const { invitationId, secret } = await offerRole(ctx, input);
  await audit(ctx, action, { type: "invitation", id: invitationId }, { after: { invited: email, role } });
  const payload = { name, path: welcomePath(secret), days: INVITATION_DAYS };
  await promiseMail(ctx, { kind: "invitation", to: email, payload, dedupeKey: invitationId });
  return { invitationId };
}

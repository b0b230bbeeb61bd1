import type { Role } from "#db/enums.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { enqueueMail } from "../kernel/enqueue-mail.ts";
import { authorize } from "../policy.ts";
import { findInvitedPerson, INVITATION_DAYS, getInviteAction, offerRole, getWelcomePath } from "./invitations.ts";
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
  authorize(ctx, getInviteAction(role, undefined), {});
  const action = getInviteAction(role, await findInvitedPerson(ctx.tx, { email }));
  authorize(ctx, action, {});
  requireRecentSignIn(ctx);
  const { invitationId, secret } = await offerRole(ctx, input);
  await audit(ctx, action, { type: "invitation", id: invitationId }, { after: { invited: email, role } });
  const payload = { name, path: getWelcomePath(secret), days: INVITATION_DAYS };
  await enqueueMail(ctx, { kind: "invitation", to: email, payload, dedupeKey: invitationId });
  return { invitationId };
}

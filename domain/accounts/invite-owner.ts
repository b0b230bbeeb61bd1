import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import { offerRole } from "./invitations.ts";

/**
 * Offers a real school to its owner: gives the secret of the one-time link by which they choose a password
 * (`getWelcomePath(secret)`) and become the owner; it works for seven days. Calling it again makes a new link, and the one before
 * stops working.
 */
export async function inviteOwner(ctx: WriteCtx, input: { email: string; name?: string }): Promise<{ secret: string }> {
  authorize(ctx, "team.edit_owner", {});
  // eslint-disable-next-line matricula/no-literal-text -- A name, until its person writes their own.
  const { email, name = "The owner" } = input;
  const { invitationId, secret } = await offerRole(ctx, { email, name, role: "owner" });
  await audit(
    ctx,
    "team.edit_owner",
    { type: "invitation", id: invitationId },
    { after: { invited: email, role: "owner" } },
  );
  return { secret };
}

import { and, eq } from "drizzle-orm";
import { invitations } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { getInviteAction, isPendingInvitation } from "./invitations.ts";

/**
 * Takes an invitation back: its link stops working. Only an owner takes back the one of an owner. One that was taken back
 * already stays so; one that was accepted is refused (`wrong_state`).
 */
export async function revokeInvitation(ctx: WriteCtx, input: { invitationId: string }): Promise<void> {
  authorize(ctx, "team.edit", {});
  const [found] = await ctx.tx.select().from(invitations).where(eq(invitations.id, input.invitationId));
  if (!found) throw new Refusal("not_found");
  const action = getInviteAction(found.role, undefined);
  authorize(ctx, action, {});
  const [revoked] = await ctx.tx
    .update(invitations)
    .set({ revokedAt: ctx.now })
    .where(and(eq(invitations.id, found.id), isPendingInvitation()))
    .returning({ id: invitations.id });
  if (!revoked && found.acceptedAt !== null) throw new Refusal("wrong_state");
  if (!revoked) return;
  const { email, role } = found;
  await audit(ctx, action, { type: "invitation", id: found.id }, { before: { invited: email, role } });
}

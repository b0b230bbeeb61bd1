import { and, eq, gt, isNull } from "drizzle-orm";
import { invitations, userRoles, users } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import type { Role } from "#db/enums.ts";
import { message } from "#messages/message.ts";
import { DAY_MS, addMs } from "../kernel/clock.ts";
import type { StepCtx } from "../kernel/command.ts";
import { createId, createSecret } from "../kernel/ids.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { Action } from "../policy.ts";
import { hashToken } from "./sessions.ts";

export const INVITATION_DAYS = 7;

/** Where an invitation leads: to choosing a password. */
export const getWelcomePath = (secret: string) => `/welcome/${secret}`;

/** What inviting to a role, or taking the invitation back, asks of the policy. What concerns an owner is an owner's business. */
export function getInviteAction(role: Role, invited: { roles: readonly Role[] } | undefined): Action {
  if (role === "owner" || invited?.roles.includes("owner")) return "team.edit_owner";
  return role === "student" ? "student.create" : "team.edit";
}

export type InvitedPerson = { id: string; email: string; verified: boolean; disabled: boolean; roles: Role[] };

/** The account with an address, or with an id, as it stands; undefined when there is none. */
export async function findInvitedPerson(
  read: Reader,
  by: { email: string } | { id: string },
): Promise<InvitedPerson | undefined> {
  const rows = await read
    .select({
      id: users.id,
      email: users.email,
      verifiedAt: users.verifiedAt,
      disabledAt: users.disabledAt,
      role: userRoles.role,
    })
    .from(users)
    .leftJoin(userRoles, eq(userRoles.userId, users.id))
    .where("id" in by ? eq(users.id, by.id) : eq(users.email, by.email));
  const [first] = rows;
  if (!first) return undefined;
  const { id, email, verifiedAt, disabledAt } = first;
  const roles = rows.flatMap(({ role }) => (role === null ? [] : [role]));
  return { id, email, verified: verifiedAt !== null, disabled: disabledAt !== null, roles };
}

/**
 * Keeps the offer of a role to an address, and gives the secret of the link that accepts it, which stands nowhere else. An
 * earlier link to the same role stops working. Refuses (`wrong_state`) an account that is disabled, and one that has shown its
 * address and has the role already. Nothing about an account changes before the link is followed.
 */
export async function offerRole(
  ctx: StepCtx,
  offer: { email: string; name: string; role: Role },
): Promise<{ invitationId: string; secret: string }> {
  const { email, name, role } = offer;
  const invited = await findInvitedPerson(ctx.tx, { email });
  if (invited?.disabled) {
    throw new Refusal("wrong_state", { words: message("refusals.invited_disabled") });
  }
  if (invited?.verified && invited.roles.includes(role) && ctx.actor.type !== "system") {
    throw new Refusal("wrong_state", {
      words: message("refusals.invited_has_role"),
    });
  }
  await ctx.tx
    .update(invitations)
    .set({ revokedAt: ctx.now })
    .where(and(eq(invitations.email, email), eq(invitations.role, role), isPendingInvitation()));
  const secret = createSecret();
  const id = createId("invitation");
  await ctx.tx.insert(invitations).values({
    ...{ id, email, name, role, userId: invited?.id ?? null },
    tokenHash: hashToken(secret),
    invitedBy: ctx.actor.type === "user" ? ctx.actor.id : null,
    createdAt: ctx.now,
    expiresAt: addMs(ctx.now, INVITATION_DAYS * DAY_MS),
  });
  return { invitationId: id, secret };
}

/** SQL: an invitation that was neither accepted nor taken back. */
export const isPendingInvitation = () => and(isNull(invitations.acceptedAt), isNull(invitations.revokedAt));

/** What an invitation offers to whom, for the page that its link leads to; undefined when the link no longer works. */
export async function findInvitation(
  read: Reader,
  secret: string,
  now: Date,
): Promise<{ email: string; name: string; role: Role } | undefined> {
  const [found] = await read
    .select({ email: invitations.email, name: invitations.name, role: invitations.role })
    .from(invitations)
    .where(and(eq(invitations.tokenHash, hashToken(secret)), isPendingInvitation(), gt(invitations.expiresAt, now)));
  return found;
}

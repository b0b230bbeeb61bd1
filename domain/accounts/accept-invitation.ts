import { and, eq, gt, sql } from "drizzle-orm";
import { identities, invitations, userRoles, users } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { STAFF_ROLES } from "../kernel/actor.ts";
import { audit } from "../audit.ts";
import type { StepCtx, WriteCtx } from "../kernel/command.ts";
import { enqueueMail } from "../kernel/enqueue-mail.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize, isAllowed } from "../policy.ts";
import { endAccess } from "./end-access.ts";
import { findInvitedPerson, type InvitedPerson, getInviteAction, isPendingInvitation } from "./invitations.ts";
import { endCodes } from "./one-time-code.ts";
import { buildPersonKeys } from "./build-person-keys.ts";
import { type Device, createSession, type StartedSession } from "./create-session.ts";
import { insertPerson } from "./insert-person.ts";
import { hashToken } from "./sessions.ts";

export type Acceptance = {
  /** What stands in the mailed link. */
  secret: string;
  name: string;
  passwordHash: string;
  device: Device;
};

const WORDS = message("refusals.invitation_over");

/**
 * Gives the role of an invitation to whoever holds its link, once, and signs them in. Holding the link proves the address, so
 * an account that had the address before is theirs from now on alone: its password, sign-ins, API tokens, calendar link,
 * accounts elsewhere and mailed links end. Refuses a link that is unknown, used or taken back, one whose account has another
 * address or is disabled by now, and one from somebody who may no longer invite to this (`wrong_code`); and one that is too
 * old (`code_expired`).
 */
export async function acceptInvitation(ctx: WriteCtx, input: Acceptance): Promise<StartedSession> {
  authorize(ctx, "account.prove", {});
  const invitation = await claim(ctx, input.secret);
  const { role, email, invitedBy } = invitation;
  const before = await accountOf(ctx, invitation);
  await assertMayStillInvite(ctx, invitation, before);
  const { name, passwordHash } = input;
  const userId =
    before?.id ?? (await insertPerson(ctx, { name, email, passwordHash, verifiedAt: ctx.now, language: ctx.language }));
  if (before) await takeOver(ctx, before, input);
  await ctx.tx
    .insert(userRoles)
    .values({ userId, role, grantedAt: ctx.now, grantedBy: invitedBy })
    .onConflictDoNothing();
  const session = await createSession(ctx, userId, input.device);
  await audit(
    ctx,
    "account.prove",
    { type: "user", id: userId },
    { before: { roles: before?.roles ?? [] }, after: { invitation: invitation.id, role, isNew: !before } },
  );
  if (before?.verified) {
    const payload = { name };
    await enqueueMail(ctx, { kind: "password_changed", to: email, payload, dedupeKey: session.sessionId });
  }
  return session;
}

type Invitation = typeof invitations.$inferSelect;

async function claim(ctx: StepCtx, secret: string): Promise<Invitation> {
  const itsHash = eq(invitations.tokenHash, hashToken(secret));
  const [claimed] = await ctx.tx
    .update(invitations)
    .set({ acceptedAt: ctx.now })
    .where(and(itsHash, isPendingInvitation(), gt(invitations.expiresAt, ctx.now)))
    .returning();
  if (claimed) return claimed;
  const [late] = await ctx.tx
    .select({ id: invitations.id })
    .from(invitations)
    .where(and(itsHash, isPendingInvitation()));
  throw new Refusal(late ? "code_expired" : "wrong_code", { words: WORDS });
}

/** The account that the invitation is for: the one it was made for, else whoever has the address by now. */
async function accountOf(ctx: StepCtx, { userId, email }: Invitation): Promise<InvitedPerson | undefined> {
  const found = await findInvitedPerson(ctx.tx, userId === null ? { email } : { id: userId });
  if (userId !== null && found?.email !== email) throw new Refusal("wrong_code", { words: WORDS });
  if (found?.disabled) throw new Refusal("wrong_code", { words: WORDS });
  return found;
}

/** Whoever has lost the right to invite since must not go on giving roles by links that are still out. */
async function assertMayStillInvite(
  ctx: StepCtx,
  { invitedBy, role }: Invitation,
  account: InvitedPerson | undefined,
): Promise<void> {
  if (invitedBy === null) return;
  // The welcome of a student gives nothing, so it outlives whoever sent it; it just must not open a colleague's account.
  if (role === "student" && !account?.roles.some((each) => STAFF_ROLES.includes(each))) return;
  const inviter = await findInvitedPerson(ctx.tx, { id: invitedBy });
  const actor = inviter && !inviter.disabled && { type: "user" as const, id: inviter.id, roles: inviter.roles };
  if (!actor || !isAllowed(actor, getInviteAction(role, account))) throw new Refusal("wrong_code", { words: WORDS });
}

/** Makes an account that was there before the holder of the link's own: nothing that opened it until now does any longer. */
async function takeOver(ctx: StepCtx, account: InvitedPerson, { name, passwordHash }: Acceptance): Promise<void> {
  const keys = buildPersonKeys({ name, email: account.email });
  await ctx.tx
    .update(users)
    .set({
      ...{ name, ...keys, passwordHash },
      ...(account.verified ? {} : { verifiedAt: ctx.now }),
      // An account that the office has made has chosen no language so far; one that was somebody's keeps theirs.
      language: sql`coalesce(${users.language}, ${ctx.language ?? null})`,
    })
    .where(eq(users.id, account.id));
  await ctx.tx.delete(identities).where(eq(identities.userId, account.id));
  await endAccess(ctx, account.id);
  await endCodes(ctx, account.id);
}

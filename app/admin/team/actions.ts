"use server";

import { z } from "zod";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import type { Role } from "#db/enums.ts";
import { action, plainAction } from "#app/_forms/action.ts";
import { requirePassword, rotateCurrentSession } from "#app/_auth/sign-in.ts";
import { findPerson } from "#domain/accounts/find-person.ts";
import { grantRole } from "#domain/accounts/grant-role.ts";
import { ConfirmPasswordInput, EmailInput, PersonNameInput } from "#domain/accounts/inputs.ts";
import { inviteColleague } from "#domain/accounts/invite-colleague.ts";
import { revokeInvitation } from "#domain/accounts/revoke-invitation.ts";
import { revokeRole } from "#domain/accounts/revoke-role.ts";
import { STAFF_ROLES } from "#domain/kernel/actor.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { isId } from "#domain/kernel/ids.ts";
import { Refusal } from "#domain/kernel/refusal.ts";

const Invite = z.object({
  email: EmailInput,
  name: PersonNameInput,
  role: z.enum(["instructor", "support", "finance", "admin", "owner"], {
    error: () => getTranslator()("admin_team.role_missing"),
  }),
  confirmPassword: ConfirmPasswordInput,
});

export const inviteAction = action(Invite, async (command, { confirmPassword, ...input }) => {
  const { write } = await requirePassword(command, confirmPassword);
  await write((ctx) => inviteColleague(ctx, input));
  await redirectDone("/admin/team", "team-invited");
});

const Revoke = z.object({ invitationId: z.string().refine((text) => isId("invitation", text)) });

/** Takes an invitation back before it is accepted. */
export const revokeInvitationAction = plainAction(Revoke, async ({ write }, { invitationId }) => {
  await write((ctx) => revokeInvitation(ctx, { invitationId }));
  await redirectDone("/admin/team", "team-invitation-revoked");
});

/** `rolesBefore`: the roles that were ticked when the form was made. */
const Roles = z.object({
  userId: z.string().max(60),
  rolesBefore: z.string().max(100),
  confirmPassword: ConfirmPasswordInput,
});

/**
 * Gives what was newly ticked and takes what no longer is, all of it or nothing; a role that somebody else gave meanwhile was not
 * in the form and stays. New roles come first, so that an owner can hand over.
 */
export const changeRolesAction = action(Roles, async (command, { userId, rolesBefore, confirmPassword }) => {
  const confirmed = await requirePassword(command, confirmPassword);
  const { form, read, write, viewer } = confirmed;
  if (!(await findPerson(read, { id: userId }))) throw new Refusal("not_found");
  const ticked = (role: Role) => form.get(`role:${role}`) !== null;
  const wasTicked = (role: Role) => rolesBefore.split(" ").includes(role);
  const given = STAFF_ROLES.filter((role) => ticked(role) && !wasTicked(role));
  const taken = STAFF_ROLES.filter((role) => !ticked(role) && wasTicked(role));
  if (given.length + taken.length === 0) return redirectDone("/admin/team", "team-unchanged");
  await write(async (ctx) => {
    for (const role of given) await grantRole(ctx, { userId, role });
    for (const role of taken) await revokeRole(ctx, { userId, role });
  });
  if (userId === viewer?.userId) await rotateCurrentSession(confirmed);
  await redirectDone("/admin/team", "team-changed");
});

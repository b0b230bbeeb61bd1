"use server";

import { z } from "zod";
import { redirectDone } from "#app/_edge/redirect-done.ts";
import type { Role } from "#db/words.ts";
import { action } from "#app/_edge/action.ts";
import { findPerson } from "#domain/accounts/find-person.ts";
import { grantRole } from "#domain/accounts/grant-role.ts";
import { EmailInput, PersonNameInput } from "#domain/accounts/inputs.ts";
import { inviteColleague } from "#domain/accounts/invite-colleague.ts";
import { revokeRole } from "#domain/accounts/revoke-role.ts";
import { STAFF_ROLES } from "#domain/kernel/actor.ts";
import { Refusal } from "#domain/kernel/refusal.ts";

const Invite = z.object({
  email: EmailInput,
  name: PersonNameInput,
  role: z.enum(["instructor", "support", "finance", "admin", "owner"], "Choose a role."),
});

export const inviteAction = action(Invite, async ({ write }, input) => {
  await write((ctx) => inviteColleague(ctx, input));
  await redirectDone("/admin/team", "team-invited");
});

/** `had`: the roles that were ticked when the form was made. */
const Roles = z.object({ userId: z.string().max(60), had: z.string().max(100) });

/**
 * Gives what was newly ticked and takes what no longer is, all of it or nothing; a role that somebody else gave meanwhile was not
 * in the form and stays. New roles come first, so that an owner can hand over.
 */
export const changeRolesAction = action(Roles, async ({ form, read, write }, { userId, had }) => {
  if (!(await findPerson(read, { id: userId }))) throw new Refusal("not_found");
  const ticked = (role: Role) => form.get(`role:${role}`) !== null;
  const wasTicked = (role: Role) => had.split(" ").includes(role);
  const given = STAFF_ROLES.filter((role) => ticked(role) && !wasTicked(role));
  const taken = STAFF_ROLES.filter((role) => !ticked(role) && wasTicked(role));
  await write(async (ctx) => {
    for (const role of given) await grantRole(ctx, { userId, role });
    for (const role of taken) await revokeRole(ctx, { userId, role });
  });
  await redirectDone("/admin/team", "team-changed");
});

"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
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
  redirect("/admin/team?done=invited");
});

/** Gives what was ticked and takes what was not, all of it or nothing. New roles come first, so that an owner can hand over. */
export const changeRolesAction = action(
  z.object({ userId: z.string().max(60) }),
  async ({ form, read, write }, { userId }) => {
    const person = await findPerson(read, { id: userId });
    if (!person) throw new Refusal("not_found");
    const wanted = STAFF_ROLES.filter((role) => form.get(`role:${role}`) !== null);
    const given = wanted.filter((role) => !person.roles.includes(role));
    const taken = STAFF_ROLES.filter((role) => person.roles.includes(role) && !wanted.includes(role));
    await write(async (ctx) => {
      for (const role of given) await grantRole(ctx, { userId, role });
      for (const role of taken) await revokeRole(ctx, { userId, role });
    });
    redirect("/admin/team?done=changed");
  },
);

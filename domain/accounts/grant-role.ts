import { userRoles } from "#db/schema/index.ts";
import type { Role } from "#db/enums.ts";
import { audit } from "../audit.ts";
import { getActorId } from "../kernel/actor.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { requireRecentSignIn } from "./recent-sign-in.ts";
import { applyRoleChange, authorizeTeamChange, loadPerson } from "./role-changes.ts";

/**
 * Gives a person a role, and ends their sign-ins, tokens and calendar link, so that nothing goes on under the old one; a session
 * in which they do it themselves stays. Only an owner makes owners, or changes the roles of one. A role that the person has
 * already changes nothing. Refuses somebody whose address nobody has confirmed (`address_not_confirmed`): it may be anybody's.
 */
export async function grantRole(ctx: WriteCtx, input: { userId: string; role: Role }): Promise<void> {
  authorize(ctx, "team.edit", {});
  const person = await loadPerson(ctx, input.userId);
  authorizeTeamChange(ctx, person, input.role);
  requireRecentSignIn(ctx);
  if (person.roles.includes(input.role)) return;
  if (!person.verified) throw new Refusal("address_not_confirmed");
  await ctx.tx
    .insert(userRoles)
    .values({ userId: person.id, role: input.role, grantedAt: ctx.now, grantedBy: getActorId(ctx.actor) });
  const after = { roles: [...person.roles, input.role].sort() };
  await applyRoleChange(ctx, person, after.roles);
  await audit(ctx, "team.edit", { type: "user", id: person.id }, { before: { roles: person.roles }, after });
}

import { userRoles } from "#db/schema/index.ts";
import type { Role } from "#db/words.ts";
import { audit } from "../kernel/audit.ts";
import { actorId } from "../kernel/actor.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import { endSessionsOf } from "./open-session.ts";
import { authorizeTeamChange, loadPerson } from "./role-changes.ts";

/**
 * Gives a person a role, and signs them out everywhere, so that nothing goes on under the old one. Only an owner makes
 * owners, or changes the roles of one. A role that the person has already changes nothing.
 */
export async function grantRole(ctx: WriteCtx, input: { userId: string; role: Role }): Promise<void> {
  authorize(ctx, "team.edit", {});
  const person = await loadPerson(ctx, input.userId);
  authorizeTeamChange(ctx, person, input.role);
  if (person.roles.includes(input.role)) return;
  await ctx.tx
    .insert(userRoles)
    .values({ userId: person.id, role: input.role, grantedAt: ctx.now, grantedBy: actorId(ctx.actor) });
  await endSessionsOf(ctx, person.id);
  const after = { roles: [...person.roles, input.role].sort() };
  await audit(ctx, "team.edit", { type: "user", id: person.id }, { before: { roles: person.roles }, after });
}

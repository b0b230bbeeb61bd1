import { and, eq } from "drizzle-orm";
import { userRoles } from "#db/schema/index.ts";
import type { Role } from "#db/enums.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import { requireRecentSignIn } from "./recent-sign-in.ts";
import { applyRoleChange, authorizeTeamChange, assertOwnerRemains, loadPerson } from "./role-changes.ts";

/**
 * Takes a role from a person, and ends their sign-ins, tokens and calendar link; a session in which they do it themselves stays.
 * Only an owner changes the roles of an owner, and the last
 * owner stays one (`last_owner`). A role that the person does not have changes nothing.
 */
export async function revokeRole(ctx: WriteCtx, input: { userId: string; role: Role }): Promise<void> {
  authorize(ctx, "team.edit", {});
  const person = await loadPerson(ctx, input.userId);
  authorizeTeamChange(ctx, person, input.role);
  requireRecentSignIn(ctx);
  if (!person.roles.includes(input.role)) return;
  if (input.role === "owner") await assertOwnerRemains(ctx, person);
  await ctx.tx.delete(userRoles).where(and(eq(userRoles.userId, person.id), eq(userRoles.role, input.role)));
  const after = { roles: person.roles.filter((role) => role !== input.role) };
  await applyRoleChange(ctx, person, after.roles);
  await audit(ctx, "team.edit", { type: "user", id: person.id }, { before: { roles: person.roles }, after });
}

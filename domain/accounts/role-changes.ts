import { and, count, eq, isNull, ne } from "drizzle-orm";
import { userRoles, users } from "#db/schema/index.ts";
import type { Role } from "#db/enums.ts";
import { isStaff } from "../kernel/actor.ts";
import type { StepCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { endAccess } from "./end-access.ts";
import { notifyPerson } from "./notify-person.ts";

export type PersonRow = {
  id: string;
  name: string;
  email: string;
  disabledAt: Date | null;
  /** The account that has everything of this one. */
  mergedIntoId: string | null;
  verified: boolean;
  roles: Role[];
};

/** A person and their roles, as they stand in this transaction. */
export async function loadPerson(ctx: StepCtx, userId: string): Promise<PersonRow> {
  const rows = await ctx.tx
    .select({
      id: users.id,
      name: users.name,
      email: users.email,
      disabledAt: users.disabledAt,
      mergedIntoId: users.mergedIntoId,
      verifiedAt: users.verifiedAt,
      role: userRoles.role,
    })
    .from(users)
    .leftJoin(userRoles, eq(userRoles.userId, users.id))
    .where(eq(users.id, userId));
  const [first] = rows;
  if (!first) throw new Refusal("not_found");
  const { role: _, verifiedAt, ...person } = first;
  return { ...person, verified: verifiedAt !== null, roles: rows.flatMap(({ role }) => (role === null ? [] : [role])) };
}

/** An owner is an owner's business: an admin can neither make one nor change what one is. */
export function authorizeTeamChange(ctx: StepCtx, person: PersonRow, role?: Role): void {
  const aboutOwner = role === "owner" || person.roles.includes("owner");
  authorize(ctx, aboutOwner ? "team.edit_owner" : "team.edit", {});
}

/** What follows from other roles: everything that was opened under the old ones ends, and the person is told. */
export async function applyRoleChange(ctx: StepCtx, person: PersonRow, roles: readonly Role[]): Promise<void> {
  const { actor } = ctx;
  const own = actor.type === "user" && actor.id === person.id ? actor.sessionId : undefined;
  await endAccess(ctx, person.id, own);
  await notifyPerson(ctx, person.id, { event: "roles_changed", roles });
}

/** Refuses to let go of the last owner who can still sign in. */
export async function assertOwnerRemains(ctx: StepCtx, leaving: PersonRow): Promise<void> {
  if (!leaving.roles.includes("owner")) return;
  const [others] = await ctx.tx
    .select({ owners: count() })
    .from(userRoles)
    .innerJoin(users, eq(users.id, userRoles.userId))
    .where(and(eq(userRoles.role, "owner"), ne(users.id, leaving.id), isNull(users.disabledAt)));
  if ((others?.owners ?? 0) === 0) throw new Refusal("last_owner");
}

/** Whether somebody works for the school, by the roles they have. */
export const isColleague = (person: PersonRow) => isStaff({ type: "user", id: person.id, roles: person.roles });

import { and, asc, eq, inArray, isNull } from "drizzle-orm";
import { userRoles, users } from "#db/schema/index.ts";
import type { Role } from "#db/enums.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";

/** Who answers tickets: the same roles that the policy lets do it. */
export const DESK_ROLES: readonly Role[] = ["support", "admin", "owner"];

const TEAM_MAX = 100;

/** The people a ticket can be given to. */
export async function listDeskTeam(ctx: ReadCtx): Promise<{ id: string; name: string }[]> {
  authorize(ctx, "ticket.list", {});
  return ctx.read
    .selectDistinct({ id: users.id, name: users.name, sortKey: users.sortKey })
    .from(userRoles)
    .innerJoin(users, eq(users.id, userRoles.userId))
    .where(and(inArray(userRoles.role, [...DESK_ROLES]), isNull(users.disabledAt)))
    .orderBy(asc(users.sortKey), asc(users.id))
    .limit(TEAM_MAX);
}

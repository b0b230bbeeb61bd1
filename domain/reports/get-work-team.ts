import { and, asc, eq, inArray, isNull } from "drizzle-orm";
import type { Role, WorkKind } from "#db/enums.ts";
import { userRoles, users } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import { listOwnWorkKinds } from "./work-kinds.ts";

/** Who can be given what waits: the same roles that the policy lets see it. */
const WORK_ROLES: readonly Role[] = ["support", "finance", "admin", "owner"];
const TEAM_MAX = 100;

/** `kinds`: about what they may do something, and can be given it. */
export type WorkOwner = { id: string; name: string; kinds: WorkKind[] };

/** SQL: the people of the team who can be given what waits, and their roles, a row for each of these. */
export const selectWorkTeam = (read: Reader | Tx, userId?: string) =>
  read
    .select({ id: users.id, name: users.name, role: userRoles.role })
    .from(userRoles)
    .innerJoin(users, eq(users.id, userRoles.userId))
    .where(
      and(
        inArray(userRoles.role, [...WORK_ROLES]),
        isNull(users.disabledAt),
        userId === undefined ? undefined : eq(users.id, userId),
      ),
    )
    .orderBy(asc(users.name), asc(users.id));

/** The people of the team to whom what waits can be given. */
export async function getWorkTeam(ctx: ReadCtx): Promise<WorkOwner[]> {
  authorize(ctx, "work.list", {});
  const rows = await selectWorkTeam(ctx.read).limit(TEAM_MAX);
  return [...new Map(rows.map(({ id, name }) => [id, name]))].map(([id, name]) => {
    const roles = rows.filter((row) => row.id === id).map(({ role }) => role);
    return { id, name, kinds: listOwnWorkKinds({ type: "user", id, roles }) };
  });
}

import { eq, inArray, max, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { gatherJson, selectJson } from "#db/json-list.ts";
import { sessions, userRoles, users } from "#db/schema/index.ts";
import type { Role } from "#db/enums.ts";
import type { Reader } from "#db/types.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { defineList, type List, type RowOf } from "../kernel/lists/define-list.ts";
import { defineView } from "../kernel/lists/define-view.ts";
import { createFilter } from "../kernel/lists/filters.ts";
import { authorize } from "../policy.ts";

const TEAM_ROLES = ["instructor", "support", "finance", "admin", "owner"] as const satisfies readonly Role[];

const colleagueView = defineView({
  fields: ({ read }) => ({
    id: users.id,
    name: users.name,
    sortKey: users.sortKey,
    email: users.email,
    verifiedAt: users.verifiedAt,
    disabledAt: users.disabledAt,
    roles: selectRoles(read),
    lastSeenAt: selectLastSeen(read),
  }),
  from: (select) => select.from(users),
  show: ({ id, name, email, roles, verifiedAt, disabledAt, lastSeenAt }) => ({
    ...{ id, name, email, roles },
    verified: verifiedAt !== null,
    disabled: disabledAt !== null,
    lastSeenAt,
  }),
});

/** Everybody with a role in the office. */
export const teamList = defineList({
  table: users,
  reach: (ctx) => {
    authorize(ctx, "team.read", {});
    return hasRole(ctx.read, [...TEAM_ROLES]);
  },
  view: colleagueView,
  key: "id",
  sorts: { name: { by: ["sortKey"] } },
  filters: { role: createFilter(z.enum(TEAM_ROLES), (role, { read }) => hasRole(read, [role])) },
});

export type Colleague = RowOf<typeof teamList>;

/** Everybody with a role in the office, by name. Refuses who may not read the team. */
export async function listTeam(
  ctx: ReadCtx,
  { page = 1, role }: { page?: number; role?: (typeof TEAM_ROLES)[number] } = {},
): Promise<List<Colleague>> {
  return teamList.page(ctx, { role }, { sort: "name", direction: "asc", page });
}

function hasRole(read: Reader, wanted: Role[]): SQL {
  const having = read.select({ id: userRoles.userId }).from(userRoles).where(inArray(userRoles.role, wanted));
  return inArray(users.id, having);
}

/** SQL: all roles of a person. */
export function selectRoles(read: Reader): SQL<Role[]> {
  const roles = read
    .select({ list: gatherJson(userRoles.role, sql`${userRoles.role}`) })
    .from(userRoles)
    .where(eq(userRoles.userId, users.id));
  return selectJson<Role[]>(roles);
}

function selectLastSeen(read: Reader): SQL<Date | null> {
  const seen = read
    .select({ at: max(sessions.lastSeenAt) })
    .from(sessions)
    .where(eq(sessions.userId, users.id));
  return sql`(${seen})`.mapWith(sessions.lastSeenAt);
}

/** Whether a school has anybody to own it yet: the first start asks. */
export async function hasOwner(ctx: Pick<ReadCtx, "read">): Promise<boolean> {
  const found = await ctx.read
    .select({ userId: userRoles.userId })
    .from(userRoles)
    .where(eq(userRoles.role, "owner"))
    .limit(1);
  return found.length > 0;
}

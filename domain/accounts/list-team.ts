import { and, asc, countDistinct, eq, inArray, max } from "drizzle-orm";
import { sessions, userRoles, users } from "#db/schema/index.ts";
import type { Role } from "#db/enums.ts";
import { STAFF_ROLES } from "../kernel/actor.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { type Page, getPageWindow } from "../kernel/get-page-window.ts";
import { authorize } from "../policy.ts";

export type Colleague = {
  id: string;
  name: string;
  email: string;
  roles: Role[];
  verified: boolean;
  disabled: boolean;
  lastSeenAt: Date | null;
};

/** Everybody with a role in the office, by name. Refuses who may not read the team. */
export async function listTeam(ctx: ReadCtx, input: { page?: number; role?: Role } = {}): Promise<Page<Colleague>> {
  authorize(ctx, "team.read", {});
  const { limit, offset, page } = getPageWindow(input.page ?? 1);
  const wanted = input.role ? [input.role] : [...STAFF_ROLES];
  const [total] = await ctx.read
    .select({ people: countDistinct(userRoles.userId) })
    .from(userRoles)
    .where(inArray(userRoles.role, wanted));
  const people = await ctx.read
    .select({
      id: users.id,
      name: users.name,
      email: users.email,
      verifiedAt: users.verifiedAt,
      disabledAt: users.disabledAt,
    })
    .from(users)
    .where(
      inArray(
        users.id,
        ctx.read.select({ id: userRoles.userId }).from(userRoles).where(inArray(userRoles.role, wanted)),
      ),
    )
    .orderBy(asc(users.sortKey), asc(users.id))
    .limit(limit)
    .offset(offset);
  const ids = people.map(({ id }) => id);
  const [roles, seen] = await Promise.all([listRolesByUser(ctx, ids), lastSeenOf(ctx, ids)]);
  const items = people.map(({ verifiedAt, disabledAt, ...person }) => ({
    ...person,
    roles: roles.get(person.id) ?? [],
    verified: verifiedAt !== null,
    disabled: disabledAt !== null,
    lastSeenAt: seen.get(person.id) ?? null,
  }));
  return { items, total: total?.people ?? 0, page, pageSize: limit };
}

/** The roles of several people. */
export async function listRolesByUser(ctx: ReadCtx, userIds: string[]): Promise<Map<string, Role[]>> {
  const found = new Map<string, Role[]>();
  if (userIds.length === 0) return found;
  const rows = await ctx.read
    .select({ userId: userRoles.userId, role: userRoles.role })
    .from(userRoles)
    .where(inArray(userRoles.userId, userIds))
    .orderBy(asc(userRoles.userId), asc(userRoles.role));
  for (const { userId, role } of rows) found.set(userId, [...(found.get(userId) ?? []), role]);
  return found;
}

async function lastSeenOf(ctx: ReadCtx, userIds: string[]): Promise<Map<string, Date>> {
  if (userIds.length === 0) return new Map();
  const rows = await ctx.read
    .select({ userId: sessions.userId, at: max(sessions.lastSeenAt) })
    .from(sessions)
    .where(and(inArray(sessions.userId, userIds)))
    .groupBy(sessions.userId);
  return new Map(rows.flatMap(({ userId, at }) => (at === null ? [] : [[userId, at] as const])));
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

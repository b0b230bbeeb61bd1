import { and, asc, count, inArray, isNull, sql } from "drizzle-orm";
import { gatherRows } from "#db/json-list.ts";
import { param, perClient } from "#db/prepared.ts";
import { tickets, userRoles, users } from "#db/schema/index.ts";
import type { Role } from "#db/enums.ts";
import type { Reader } from "#db/types.ts";
import { getActorId } from "../kernel/actor.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import { UNRESOLVED } from "./machine.ts";

/** Who answers tickets: the same roles that the policy lets do it. */
export const DESK_ROLES: readonly Role[] = ["support", "admin", "owner"];

const TEAM_MAX = 100;

export type QueueCounts = { unresolved: number; mine: number; unassigned: number; waiting: number };

/** How many tickets wait in each view of the desk, and the people a ticket can be given to. */
export type Desk = { counts: QueueCounts; team: { id: string; name: string }[] };

const queries = perClient((read: Reader) => ({
  desk: read
    .select({
      unresolved: count(),
      mine: count(sql`case when ${tickets.assigneeId} = ${param(tickets.assigneeId, "me")} then 1 end`),
      unassigned: count(sql`case when ${tickets.assigneeId} is null then 1 end`),
      waiting: count(sql`case when ${tickets.state} = 'waiting_on_student' then 1 end`),
      team: selectTeam(read),
    })
    .from(tickets)
    .where(inArray(tickets.state, [...UNRESOLVED]))
    .prepare(),
}));

/** What stands around the desk's list, in one statement. Only what is unresolved is counted, which an index holds together. */
export async function getDesk(ctx: ReadCtx): Promise<Desk> {
  authorize(ctx, "ticket.list", {});
  const [row] = await queries(ctx.read).desk.execute({ me: getActorId(ctx.actor) });
  if (!row) throw new Error("A count has no row.");
  const { team, ...counts } = row;
  return { counts, team };
}

/** Found by their roles: by their names, every student there is would be read. */
function selectTeam(read: Reader) {
  const members = read
    .select({ id: userRoles.userId })
    .from(userRoles)
    .where(inArray(userRoles.role, [...DESK_ROLES]));
  return gatherRows(read, { id: users.id, name: users.name }, (select) =>
    select
      .from(users)
      .where(and(isNull(users.disabledAt), inArray(users.id, members)))
      .orderBy(asc(users.sortKey), asc(users.id))
      .limit(TEAM_MAX),
  );
}

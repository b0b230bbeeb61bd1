import { and, asc, eq, getTableColumns, type SQL } from "drizzle-orm";
import { gatherRows } from "#db/json-list.ts";
import { orders, stateChanges, users } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";

/** Who did something: a person by name, or what the school's own machinery calls itself. */
export type HistoryActor = { type: string; id: string; name: string | null };

export type HistoryEntry = {
  id: string;
  at: Date;
  from: string | null;
  to: string;
  why: string;
  by: HistoryActor;
};

const ENTRIES_MAX = 200;

const FIELDS = { ...getTableColumns(stateChanges), name: users.name };

type Row = typeof stateChanges.$inferSelect & { name: string | null };

const toEntry = ({ id, at, fromState: from, toState: to, why, actorType, actorId, name }: Row): HistoryEntry => ({
  ...{ id, at, from, to, why, by: { type: actorType, id: actorId, name } },
});

/** How a thing came to be as it is, oldest first. The query that found the thing has asked the policy. */
export async function getHistory(read: Reader, object: { type: string; id: string }): Promise<HistoryEntry[]> {
  const rows = await read
    .select(FIELDS)
    .from(stateChanges)
    .leftJoin(users, eq(users.id, stateChanges.actorId))
    .where(and(eq(stateChanges.objectType, object.type), eq(stateChanges.objectId, object.id)))
    .orderBy(asc(stateChanges.at), asc(stateChanges.id))
    .limit(ENTRIES_MAX);
  return rows.map(toEntry);
}

/** SQL, in a query of orders: the same of each, as rows for `toHistory`. */
export const selectOrderHistory = (read: Reader): SQL<Row[]> =>
  gatherRows(read, FIELDS, (select) =>
    select
      .from(stateChanges)
      .leftJoin(users, eq(users.id, stateChanges.actorId))
      .where(and(eq(stateChanges.objectType, "order"), eq(stateChanges.objectId, orders.id)))
      .orderBy(asc(stateChanges.at), asc(stateChanges.id))
      .limit(ENTRIES_MAX),
  );

export const toHistory = (rows: Row[]): HistoryEntry[] => rows.map(toEntry);

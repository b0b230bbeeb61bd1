import { and, asc, eq } from "drizzle-orm";
import { stateChanges, users } from "#db/schema/index.ts";
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

/** How a thing came to be as it is, oldest first. The query that found the thing has asked the policy. */
export async function getHistory(read: Reader, object: { type: string; id: string }): Promise<HistoryEntry[]> {
  const rows = await read
    .select({ change: stateChanges, name: users.name })
    .from(stateChanges)
    .leftJoin(users, eq(users.id, stateChanges.actorId))
    .where(and(eq(stateChanges.objectType, object.type), eq(stateChanges.objectId, object.id)))
    .orderBy(asc(stateChanges.at), asc(stateChanges.id))
    .limit(ENTRIES_MAX);
  return rows.map(({ change, name }) => ({
    id: change.id,
    at: change.at,
    from: change.fromState,
    to: change.toState,
    why: change.why,
    by: { type: change.actorType, id: change.actorId, name },
  }));
}

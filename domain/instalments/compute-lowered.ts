import { and, asc, eq, gt, type SQL } from "drizzle-orm";
import { gatherRows, mapGathered } from "#db/json-list.ts";
import { enrolments, moves, orderInstalments, orderLines, orders, stateChanges } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";

/** By which words the history of a part says that a move has lowered it. */
export const LOWERED_BY_MOVE = "moved to a cheaper cohort";

type Change = { id: string; toState: string; amountMinor: number; at: Date };
type Move = { takenOffMinor: number; decidedAt: Date | null };

/**
 * How much moves have taken off each part before what it says now, by its id, in minor units: so much more it was. One that nothing was left of keeps
 * its last sum, which the move took as well. Each move has cancelled parts whole, and lowered one besides by the rest.
 */
export function computeLowered(changes: readonly Change[], made: readonly Move[]): Record<string, number> {
  const lowered: Record<string, number> = {};
  for (const { takenOffMinor, decidedAt } of made) {
    const own = changes.filter(({ at }) => at.getTime() === decidedAt?.getTime());
    const gone = own.filter(({ toState }) => toState === "cancelled");
    const rest = own.find(({ toState }) => toState !== "cancelled");
    const restMinor = takenOffMinor - gone.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
    if (rest && restMinor > 0) lowered[rest.id] = (lowered[rest.id] ?? 0) + restMinor;
  }
  return lowered;
}

/** SQL, in a query of orders: what the history says of the parts of each that moves have lowered. */
export function selectLoweredParts(read: Reader): SQL<Change[]> {
  const { id, amountMinor } = orderInstalments;
  const { toState, at } = stateChanges;
  return gatherRows(read, { id, toState, amountMinor, at }, (select) =>
    select
      .from(orderInstalments)
      .innerJoin(
        stateChanges,
        and(
          ...[eq(stateChanges.objectType, "instalment"), eq(stateChanges.objectId, orderInstalments.id)],
          eq(stateChanges.why, LOWERED_BY_MOVE),
        ),
      )
      .where(eq(orderInstalments.orderId, orders.id))
      .orderBy(asc(at), asc(stateChanges.id)),
  );
}

/** SQL, in a query of orders: the moves that have taken something off the parts of each, the earliest first. */
export function selectTakingOff(read: Reader): SQL<Move[]> {
  const { takenOffMinor, decidedAt } = moves;
  const all = gatherRows(read, { takenOffMinor, decidedAt }, (select) =>
    select
      .from(moves)
      .innerJoin(enrolments, eq(enrolments.id, moves.enrolmentId))
      .innerJoin(orderLines, eq(orderLines.id, enrolments.orderLineId))
      .where(and(eq(orderLines.orderId, orders.id), eq(moves.state, "moved"), gt(takenOffMinor, 0)))
      .orderBy(asc(decidedAt), asc(moves.id)),
  );
  return mapGathered(all, (rows) => rows.map((row) => ({ ...row, takenOffMinor: row.takenOffMinor ?? 0 })));
}

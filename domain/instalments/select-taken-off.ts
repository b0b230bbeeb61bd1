import { and, eq, type SQL, sql } from "drizzle-orm";
import { enrolments, moves, orderLines, orders } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";

/** SQL, in a query of orders: what moves to cheaper dates have taken off the open parts of each, in minor units. */
export function selectTakenOff(read: Reader): SQL<number> {
  const sum = read
    .select({ minor: sql`coalesce(sum(${moves.takenOffMinor}), 0)` })
    .from(moves)
    .innerJoin(enrolments, eq(enrolments.id, moves.enrolmentId))
    .innerJoin(orderLines, eq(orderLines.id, enrolments.orderLineId))
    .where(and(eq(orderLines.orderId, orders.id), eq(moves.state, "moved")));
  return sql<number>`(${sum})`.mapWith(Number);
}

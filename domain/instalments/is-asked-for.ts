import { and, eq, exists, isNull, not, or, type SQL, sql } from "drizzle-orm";
import { orderInstalments, orderReminders, orders } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";

/** SQL: a part that an order with an open place still asks for. The state is written out for its index. */
export function isAskedFor(from: Reader | Tx): SQL | undefined {
  const paid = from
    .select({ id: orders.id })
    .from(orders)
    .where(and(eq(orders.id, orderInstalments.orderId), eq(orders.state, "paid")));
  return and(sql`${orderInstalments.state} = 'due'`, eq(orderInstalments.kind, "part"), exists(paid));
}

/** SQL: as `isAskedFor`, unless the office has said that the order is not to be reminded. */
export function isRemindedOf(from: Reader | Tx): SQL | undefined {
  const off = from
    .select({ id: orderReminders.orderId })
    .from(orderReminders)
    .where(and(eq(orderReminders.orderId, orderInstalments.orderId), eq(orderReminders.isOff, true)));
  return and(isAskedFor(from), not(exists(off)));
}

/** SQL: a part whose reminder of this level was not sent yet. */
export const isBelowLevel = (level: number): SQL | undefined =>
  or(isNull(orderInstalments.remindedLevel), sql`${orderInstalments.remindedLevel} < ${level}`);

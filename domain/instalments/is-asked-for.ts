import { and, eq, exists, gte, isNull, lte, ne, not, or, type SQL, sql } from "drizzle-orm";
import { orderInstalments, orderReminders, orders, payments } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";

/** SQL: a part that an order with an open place still asks for. The state is written out for its index. */
export function isAskedFor(from: Reader | Tx): SQL | undefined {
  const paid = from
    .select({ id: orders.id })
    .from(orders)
    .where(and(eq(orders.id, orderInstalments.orderId), eq(orders.state, "paid")));
  return and(sql`${orderInstalments.state} = 'due'`, eq(orderInstalments.kind, "part"), exists(paid));
}

/**
 * SQL: as `isAskedFor`, unless the office has said that the order is not to be reminded, and unless its money is on its way already: a slow
 * method is settling, and there is nothing for its payer to do.
 */
export function isRemindedOf(from: Reader | Tx): SQL | undefined {
  const off = from
    .select({ id: orderReminders.orderId })
    .from(orderReminders)
    .where(and(eq(orderReminders.orderId, orderInstalments.orderId), eq(orderReminders.isOff, true)));
  const settling = from
    .select({ id: payments.id })
    .from(payments)
    .where(
      and(
        eq(payments.orderId, orderInstalments.orderId),
        eq(payments.state, "pending"),
        ne(payments.provider, "bank"),
        isNull(payments.checkoutUrl),
        lte(payments.firstInstalment, orderInstalments.number),
        gte(payments.lastInstalment, orderInstalments.number),
      ),
    );
  return and(isAskedFor(from), not(exists(off)), not(exists(settling)));
}

/** SQL: a part whose reminder of this level was not sent yet. */
export const isBelowLevel = (level: number): SQL | undefined =>
  or(isNull(orderInstalments.remindedLevel), sql`${orderInstalments.remindedLevel} < ${level}`);

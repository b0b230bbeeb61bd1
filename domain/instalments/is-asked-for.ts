import { and, eq, exists, gte, isNull, lte, ne, not, or, type SQL, sql } from "drizzle-orm";
import type { OrderState } from "#db/enums.ts";
import { orderInstalments, orderReminders, orders, payments } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";

/**
 * SQL: what an order with an open place still asks for: its parts, and the fee of a reminder whose part was paid without it; and the fee of
 * one that was cancelled. The state is written out for its index.
 */
export function isAskedFor(from: Reader | Tx): SQL | undefined {
  const { kind, orderId } = orderInstalments;
  const inState = (state: OrderState) =>
    exists(
      from
        .select({ id: orders.id })
        .from(orders)
        .where(and(eq(orders.id, orderId), eq(orders.state, state))),
    );
  const openPart = sql`exists (select 1 from ${orderInstalments} as parts where parts.order_id = ${orderId}
    and parts.number = ${orderInstalments.number} and parts.kind = 'part' and parts.state = 'due')`;
  const ofPlace = and(or(eq(kind, "part"), and(eq(kind, "fee"), not(openPart))), inState("paid"));
  return and(
    sql`${orderInstalments.state} = 'due'`,
    or(ofPlace, and(eq(kind, "cancellation_fee"), inState("cancelled"))),
  );
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

import { and, eq, exists, inArray, isNull, not, type SQL, sql } from "drizzle-orm";
import { orderInstalments, orders, payments, savedCards } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";

/**
 * SQL, of `saved_cards`: a card that nobody has taken back, whose order asks for no part any more, be it that all are paid or that the order
 * has ended. Fees are never charged to a card. While a charge of it is under way its answer is waited for.
 */
export function isSpentCard(from: Reader | Tx): SQL | undefined {
  const part = from
    .select({ id: orderInstalments.id })
    .from(orderInstalments)
    .innerJoin(orders, eq(orders.id, orderInstalments.orderId))
    .where(
      and(
        eq(orderInstalments.orderId, savedCards.orderId),
        eq(orderInstalments.kind, "part"),
        sql`${orderInstalments.state} = 'due'`,
        inArray(orders.state, ["awaiting_payment", "paid"]),
      ),
    );
  const charge = from
    .select({ id: payments.id })
    .from(payments)
    .where(and(eq(payments.savedCardId, savedCards.id), inArray(payments.state, ["created", "pending"])));
  return and(isNull(savedCards.removedAt), not(exists(part)), not(exists(charge)));
}

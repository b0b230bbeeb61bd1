import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import { orders, payments, postings, refunds } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";

/**
 * SQL, in a query of orders: what of each is here and was not earned, in minor units, by whichever way it came: with credit, or as a transfer of a part. What is on
 * its way back is not counted.
 */
export function selectHeldMinor(read: Reader | Tx): SQL<number> {
  const funds = read
    .select({ minor: sql`coalesce(sum(${postings.amountMinor}), 0)` })
    .from(postings)
    .where(
      and(
        eq(postings.account, "customer_funds"),
        eq(postings.currency, orders.currency),
        eq(postings.detail, orders.id),
      ),
    );
  const leaving = read
    .select({ minor: sql`coalesce(sum(${refunds.amountMinor}), 0)` })
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.paymentId))
    .where(and(eq(payments.orderId, orders.id), inArray(refunds.state, ["requested", "submitted"])));
  return sql<number>`(0 - (${funds}) - (${leaving}))`.mapWith(Number);
}

/** The same of one order. */
export async function getHeldMinor(from: Reader | Tx, orderId: string): Promise<number> {
  const [row] = await from
    .select({ minor: selectHeldMinor(from) })
    .from(orders)
    .where(eq(orders.id, orderId));
  return row?.minor ?? 0;
}

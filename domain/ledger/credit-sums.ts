import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import { creditEntries, orders } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";

const sum = sql<number>`coalesce(sum(${creditEntries.amountMinor}), 0)`;

/** SQL, in a query of orders: what of each became credit, less what credit has paid of it, in minor units. */
export function selectCreditMinor(read: Reader | Tx): SQL<number> {
  const own = read.select({ minor: sum }).from(creditEntries).where(eq(creditEntries.orderId, orders.id));
  return sql<number>`(${own})`.mapWith(Number);
}

/** How much of an order its buyer has paid with credit, less what has gone back to it, in minor units. */
export async function getSpentCreditMinor(from: Reader | Tx, orderId: string): Promise<number> {
  const [row] = await from
    .select({ minor: sum.mapWith(Number) })
    .from(creditEntries)
    .where(and(eq(creditEntries.orderId, orderId), inArray(creditEntries.kind, ["spent", "returned"])));
  return 0 - (row?.minor ?? 0);
}

/** SQL, in a query of orders: the same of each. */
export function selectSpentCredit(read: Reader | Tx): SQL<number> {
  const own = read
    .select({ minor: sum })
    .from(creditEntries)
    .where(and(eq(creditEntries.orderId, orders.id), inArray(creditEntries.kind, ["spent", "returned"])));
  return sql<number>`(0 - (${own}))`.mapWith(Number);
}

/** How much of a payment became credit in place of going back, in minor units. */
export async function getGivenCreditMinor(from: Reader | Tx, paymentId: string): Promise<number> {
  const [row] = await from
    .select({ minor: sum.mapWith(Number) })
    .from(creditEntries)
    .where(eq(creditEntries.paymentId, paymentId));
  return row?.minor ?? 0;
}

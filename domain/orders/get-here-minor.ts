import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import { orders, payments, refunds } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import { selectPaidMinor } from "./get-paid-minor.ts";

/** SQL: what of the money of an order is on its way back, in minor units: it was asked for, and has not arrived. */
function selectReturningMinor(read: Reader | Tx): SQL<number> {
  const returning = read
    .select({ minor: sql`coalesce(sum(${refunds.amountMinor}), 0)` })
    .from(payments)
    .crossJoin(refunds)
    .where(
      and(
        eq(payments.orderId, orders.id),
        eq(refunds.paymentId, payments.id),
        inArray(refunds.state, ["requested", "submitted"]),
      ),
    );
  return sql<number>`(${returning})`.mapWith(Number);
}

/** SQL: what the school has of an order and is not on its way back, in minor units. */
export const selectHereMinor = (read: Reader | Tx): SQL<number> =>
  sql<number>`(${selectPaidMinor(read)} - ${selectReturningMinor(read)})`.mapWith(Number);

/** The same of several orders. */
export async function getHereMinor(read: Reader | Tx, orderIds: string[]): Promise<Map<string, number>> {
  if (orderIds.length === 0) return new Map();
  const here = await read
    .select({ id: orders.id, minor: selectHereMinor(read) })
    .from(orders)
    .where(inArray(orders.id, orderIds));
  return new Map(here.map(({ id, minor }) => [id, minor]));
}

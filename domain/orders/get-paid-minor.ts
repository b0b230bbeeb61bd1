import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import { disputes, orders, payments, refunds } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import { selectCreditMinor } from "../ledger/credit-sums.ts";
import { withdrawn } from "../ledger/withdrawn-disputes.ts";

type Amount = typeof payments.amountMinor | typeof refunds.amountMinor | typeof disputes.amountMinor;

const sum = (column: Amount) => sql`coalesce(sum(${column}), 0)`;

/**
 * SQL: what the school has of an order, in minor units: Σ settled payments − Σ refunds that are gone − Σ disputes whose money was
 * taken − what became credit + what credit has paid. CROSS JOIN, because SQLite then begins with the order's payments and not with every refund that is done.
 */
export function selectPaidMinor(read: Reader | Tx): SQL<number> {
  const ofOrder = eq(payments.orderId, orders.id);
  const settled = read
    .select({ minor: sum(payments.amountMinor) })
    .from(payments)
    .where(and(ofOrder, eq(payments.state, "settled")));
  const returned = read
    .select({ minor: sum(refunds.amountMinor) })
    .from(payments)
    .crossJoin(refunds)
    .where(and(ofOrder, eq(refunds.paymentId, payments.id), inArray(refunds.state, ["done", "external"])));
  const taken = read
    .select({ minor: sum(disputes.amountMinor) })
    .from(payments)
    .crossJoin(disputes)
    .where(and(ofOrder, eq(disputes.paymentId, payments.id), withdrawn));
  return sql<number>`((${settled}) - (${returned}) - (${taken}) - (${selectCreditMinor(read)}))`.mapWith(Number);
}

/** The same of several orders. */
export async function getPaidMinor(read: Reader | Tx, orderIds: string[]): Promise<Map<string, number>> {
  if (orderIds.length === 0) return new Map();
  const paid = await read
    .select({ id: orders.id, minor: selectPaidMinor(read) })
    .from(orders)
    .where(inArray(orders.id, orderIds));
  return new Map(paid.map(({ id, minor }) => [id, minor]));
}

import { and, eq, inArray, sql } from "drizzle-orm";
import { disputes, payments, refunds } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import { withdrawn } from "../ledger/withdrawn-disputes.ts";

type Amount = typeof payments.amountMinor | typeof refunds.amountMinor | typeof disputes.amountMinor;

const sum = (column: Amount) => sql<number>`coalesce(sum(${column}), 0)`.mapWith(Number);

/**
 * What the school has of each order, in minor units: Σ settled − Σ refunds that are gone − Σ disputes whose money was taken.
 * Orders without money are left out.
 */
export async function getPaidMinor(read: Reader | Tx, orderIds: string[]): Promise<Map<string, number>> {
  const paid = new Map<string, number>();
  if (orderIds.length === 0) return paid;
  const add = (orderId: string, minor: number) => paid.set(orderId, (paid.get(orderId) ?? 0) + minor);
  const settled = await read
    .select({ orderId: payments.orderId, minor: sum(payments.amountMinor) })
    .from(payments)
    .where(and(inArray(payments.orderId, orderIds), eq(payments.state, "settled")))
    .groupBy(payments.orderId);
  for (const { orderId, minor } of settled) add(orderId, minor);
  const returned = await read
    .select({ orderId: payments.orderId, minor: sum(refunds.amountMinor) })
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.paymentId))
    .where(and(inArray(payments.orderId, orderIds), inArray(refunds.state, ["done", "external"])))
    .groupBy(payments.orderId);
  for (const { orderId, minor } of returned) add(orderId, -minor);
  const taken = await read
    .select({ orderId: payments.orderId, minor: sum(disputes.amountMinor) })
    .from(disputes)
    .innerJoin(payments, eq(payments.id, disputes.paymentId))
    .where(and(inArray(payments.orderId, orderIds), withdrawn))
    .groupBy(payments.orderId);
  for (const { orderId, minor } of taken) add(orderId, -minor);
  return paid;
}

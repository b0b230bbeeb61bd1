import { and, asc, eq } from "drizzle-orm";
import { type orders, payments } from "#db/schema/index.ts";
import type { Tx } from "#db/types.ts";
import { getCommittedMinor } from "../ledger/get-committed-minor.ts";
import { getOwedMinor } from "./refund-due.ts";

export type OwedRefund = { paymentId: string; amountMinor: number };

/** What is owed to the buyer of an order that has ended, or `owedMinor` of it, by the payments that brought it, oldest first. */
export async function listOwedRefunds(
  tx: Tx,
  order: typeof orders.$inferSelect,
  owedMinor?: number,
): Promise<OwedRefund[]> {
  const settled = await tx
    .select()
    .from(payments)
    .where(and(eq(payments.orderId, order.id), eq(payments.state, "settled")))
    .orderBy(asc(payments.createdAt), asc(payments.id));
  const refunds: OwedRefund[] = [];
  let owed = owedMinor ?? (await getOwedMinor(tx, order));
  for (const { id: paymentId, amountMinor: paidMinor } of settled) {
    const amountMinor = Math.min(owed, paidMinor - (await getCommittedMinor(tx, paymentId)));
    if (amountMinor <= 0) continue;
    refunds.push({ paymentId, amountMinor });
    owed -= amountMinor;
  }
  return refunds;
}

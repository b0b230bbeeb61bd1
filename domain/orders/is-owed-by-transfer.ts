import { and, eq, inArray } from "drizzle-orm";
import { type orders, payments, refunds } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import { getOrderFunds } from "../ledger/list-balances.ts";

/**
 * Whether money of an order goes back to its buyer by bank transfer, and has not gone yet: a refund waits to be sent, or money that
 * came by transfer is the buyer's and no refund was asked for so far. Then somebody must know their account.
 */
export async function isOwedByTransfer(
  from: Reader | Tx,
  order: Pick<typeof orders.$inferSelect, "id" | "currency" | "state">,
): Promise<boolean> {
  const byTransfer = and(eq(payments.orderId, order.id), eq(payments.provider, "bank"), eq(payments.state, "settled"));
  const unsent = await from
    .select({ id: refunds.id })
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.paymentId))
    .where(and(byTransfer, inArray(refunds.state, ["requested", "submitted"])))
    .limit(1);
  if (unsent.length > 0) return true;
  if (order.state === "draft" || order.state === "awaiting_payment") return false;
  const paid = await from.select({ id: payments.id }).from(payments).where(byTransfer).limit(1);
  return paid.length > 0 && (await getOrderFunds(from, order)) > 0;
}

import { and, eq, inArray, isNull, or, sql } from "drizzle-orm";
import { type orders, payments, refunds } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import { getOrderFunds } from "../ledger/list-balances.ts";

/**
 * Whether money of an order goes back to its buyer by bank transfer, and has not gone yet: a refund waits to be sent, or money that
 * came by transfer is the buyer's and no refund was asked for so far. Then somebody must know their account. A
 * refund that a second person may still decline is promised to nobody, and asks for none.
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
    .where(and(byTransfer, inArray(refunds.state, ["requested", "submitted"]), isApproved))
    .limit(1);
  if (unsent.length > 0) return true;
  if (order.state === "draft" || order.state === "awaiting_payment") return false;
  const paid = await from.select({ id: payments.id }).from(payments).where(byTransfer).limit(1);
  return paid.length > 0 && (await getOrderFunds(from, order)) > (await getAwaitedMinor(from, order.id));
}

const isApproved = or(isNull(refunds.approval), eq(refunds.approval, "given"));

/** What a second person is still to decide about, in minor units. */
async function getAwaitedMinor(from: Reader | Tx, orderId: string): Promise<number> {
  const [awaited] = await from
    .select({ minor: sql<number>`coalesce(sum(${refunds.amountMinor}), 0)`.mapWith(Number) })
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.paymentId))
    .where(and(eq(payments.orderId, orderId), eq(refunds.state, "requested"), eq(refunds.approval, "awaited")));
  return awaited?.minor ?? 0;
}

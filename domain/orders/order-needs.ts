import { and, eq, inArray, isNotNull, lte, type SQL, sql } from "drizzle-orm";
import { disputes, orderInstalments, orders, payments, refunds } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { isAskedFor } from "../instalments/is-asked-for.ts";
import { selectFailedRefunds } from "./failed-refunds.ts";

/**
 * What an order may need from a person: a review for any reason, a bank transfer to look for, a refund to be transferred, one
 * that failed, a dispute to answer, an instalment that is late.
 */
export const ORDER_NEEDS = ["review", "transfer", "payout", "refund", "dispute", "late"] as const;
export type OrderNeed = (typeof ORDER_NEEDS)[number];

/** SQL: the orders that need it. */
export function selectOrdersWithNeed(read: Reader, need: OrderNeed, now: Date): SQL {
  const from = {
    transfer: () => withTransfer(read),
    payout: () => withPayout(read),
    refund: () => withFailedRefund(read, now),
    dispute: () => withOpenDispute(read),
    late: () => withLateInstalment(read, now),
  };
  return need === "review" ? isNotNull(orders.reviewReason) : inArray(orders.id, from[need]());
}

/** SQL: bank transfers that are still to come. Written out, because an index of just these serves no question with placeholders. */
const transferToCome = sql`${payments.provider} = 'bank' and ${payments.state} in ('created', 'pending')`;

/** SQL: refunds of bank transfers that nobody has sent yet. */
const refundToSend = and(sql`${refunds.state} in ('requested', 'submitted')`, eq(payments.provider, "bank"));

function withTransfer(read: Reader) {
  return read.select({ id: payments.orderId }).from(payments).where(transferToCome);
}

function withPayout(read: Reader) {
  return read
    .select({ id: payments.orderId })
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.paymentId))
    .where(refundToSend);
}

function withOpenDispute(read: Reader) {
  return read
    .select({ id: payments.orderId })
    .from(disputes)
    .innerJoin(payments, eq(payments.id, disputes.paymentId))
    .where(eq(disputes.state, "open"));
}

function withLateInstalment(read: Reader, now: Date) {
  return read
    .select({ id: orderInstalments.orderId })
    .from(orderInstalments)
    .where(and(isAskedFor(read), lte(orderInstalments.lateFrom, now)));
}

function withFailedRefund(read: Reader, now: Date) {
  return read
    .select({ id: payments.orderId })
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.paymentId))
    .where(selectFailedRefunds(read, now));
}

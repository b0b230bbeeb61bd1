import { and, asc, eq } from "drizzle-orm";
import { orderInstalments, orders, payments, refunds } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { REVERSED_BY_BANK } from "../kernel/reversed-by-bank.ts";
import type { MailPayloads } from "./kinds.ts";
import { getRefundFacts, type RefundFacts } from "./order-facts.ts";

/** `until`: when the time to pay the order ends, or the last day of its next instalment (`2026-12-07`). */
export type UndoneFacts = Omit<RefundFacts, "isReturned"> & {
  until: Date | string;
  /** Whether their bank has taken the payment back; else the school had booked somebody else's money. */
  isTakenBack: boolean;
};

/** Undefined for an order that was paid or has ended meanwhile: then nobody is asked, though a mail was promised. */
export async function getUndoneFacts(
  read: Reader,
  { refundId }: MailPayloads["payment_undone"],
  language: string,
): Promise<UndoneFacts | undefined> {
  const facts = await getRefundFacts(read, refundId, language);
  const [order] = await read
    .select({ id: orders.id, state: orders.state, reason: refunds.reason })
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.paymentId))
    .innerJoin(orders, eq(orders.id, payments.orderId))
    .where(eq(refunds.id, refundId));
  if (!facts || !order) return undefined;
  const { order: about, amount } = facts;
  const isTakenBack = order.reason === REVERSED_BY_BANK;
  if (order.state === "awaiting_payment")
    return about.expiresAt ? { order: about, amount, isTakenBack, until: about.expiresAt } : undefined;
  const [next] = await read
    .select({ dueOn: orderInstalments.dueOn })
    .from(orderInstalments)
    .where(and(eq(orderInstalments.orderId, order.id), eq(orderInstalments.state, "due")))
    .orderBy(asc(orderInstalments.dueOn))
    .limit(1);
  return next && { order: about, amount, isTakenBack, until: next.dueOn };
}

import { and, eq, inArray, isNull, or, sql } from "drizzle-orm";
import { orders, payments, refunds } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { formatAccountEnd } from "../kernel/payee.ts";
import { listRejectedAccounts } from "./rejected-accounts.ts";
import { getRefundFacts, type RefundFacts } from "./order-facts.ts";

/** `account`: the end of the one that the transfer goes to, `… 2957`; null while none is known. `rejected`: that of the last from which one came back, while none is. */
export type RefundAccountFacts = RefundFacts & { account: string | null; rejected: string | null };

/**
 * What the mail about the account of a refund by transfer says: all that waits to be transferred to the buyer of its order, and where to. What
 * stands in a file for the bank goes by itself.
 */
export async function getRefundAccountFacts(
  read: Reader,
  refundId: string,
  language: string,
): Promise<RefundAccountFacts | undefined> {
  const facts = await getRefundFacts(read, refundId, language);
  if (!facts) return undefined;
  const [order] = await read
    .select({ id: orders.id, buyerId: orders.buyerId, iban: orders.refundIban })
    .from(orders)
    .where(eq(orders.code, facts.order.code));
  const [waiting] = await read
    .select({ minor: sql<number>`coalesce(sum(${refunds.amountMinor}), 0)`.mapWith(Number) })
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.paymentId))
    .where(
      and(
        eq(payments.orderId, order?.id ?? ""),
        eq(payments.provider, "bank"),
        inArray(refunds.state, ["requested", "submitted"]),
        isNull(refunds.payoutRunId),
        // What a second person may still decline is not promised.
        or(isNull(refunds.approval), eq(refunds.approval, "given")),
      ),
    );
  const minor = Math.max(waiting?.minor ?? 0, facts.amount.minor);
  const account = order?.iban ? formatAccountEnd(order.iban) : null;
  const [last] = order && account === null ? await listRejectedAccounts(read, order.buyerId) : [];
  const rejected = last === undefined ? null : formatAccountEnd(last);
  return { ...facts, amount: { ...facts.amount, minor }, account, rejected };
}

import { and, asc, eq, inArray, isNull } from "drizzle-orm";
import { orders, payments, refunds, users } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import { findPayoutFault, type PayoutFault } from "./find-payout-fault.ts";
import { isApproved } from "../refunds/is-approval-needed.ts";

/** A refund that goes back by transfer, has not gone, and stands in no file. */
export type UnsentRefund = {
  refundId: string;
  amountMinor: number;
  currency: string;
  orderCode: string;
  buyerName: string;
  holder: string | null;
  iban: string | null;
  /** Why it cannot stand in a file; null when it is ready. */
  fault: PayoutFault | null;
};

/** How many are read, the oldest first: several files' worth. */
const LOOKED_AT_MAX = 500;

/** `debtorIban`: the school's account, from which they would go. */
export async function listUnsentRefunds(from: Reader | Tx, debtorIban: string): Promise<UnsentRefund[]> {
  const found = await from
    .select({
      refundId: refunds.id,
      amountMinor: refunds.amountMinor,
      currency: refunds.currency,
      orderCode: orders.code,
      buyerName: users.name,
      holder: orders.refundHolder,
      iban: orders.refundIban,
    })
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.paymentId))
    .innerJoin(orders, eq(orders.id, payments.orderId))
    .innerJoin(users, eq(users.id, orders.buyerId))
    .where(
      and(
        inArray(refunds.state, ["requested", "submitted"]),
        eq(payments.provider, "bank"),
        isNull(refunds.payoutRunId),
        isApproved,
      ),
    )
    .orderBy(asc(refunds.createdAt), asc(refunds.id))
    .limit(LOOKED_AT_MAX);
  return found.map((each) => ({ ...each, fault: findPayoutFault(each, debtorIban) }));
}

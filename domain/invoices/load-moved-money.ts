import { and, asc, eq, getTableColumns, inArray, isNotNull, not, type SQL } from "drizzle-orm";
import { gatherRows } from "#db/json-list.ts";
import { disputes, orders, payments, refunds } from "#db/schema/index.ts";
import { selectOwnInstalments } from "../instalments/load-instalments.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { selectOrderCredit } from "../ledger/select-order-credit.ts";
import { isOfMoney } from "../ledger/undone-match.ts";
import { selectOrderWithdrawals } from "../orders/select-order-withdrawals.ts";
import type { Moved } from "./compute-statement.ts";
import { findLiveInvoice } from "./find-live-invoice.ts";

/** Everything that came or went of an order, the oldest first. */
export async function loadMovedMoney({ read }: ReadCtx, orderId: string): Promise<Omit<Moved, "order" | "timezone">> {
  const [about] = await read
    .select({
      instalments: selectOwnInstalments(read),
      credits: selectOrderCredit(read),
      withdrawals: selectOrderWithdrawals(read),
    })
    .from(orders)
    .where(eq(orders.id, orderId));
  if (!about) throw new Error(`there is no order ${orderId}`);
  const back = gatherRows(read, getTableColumns(refunds), (select) =>
    select
      .from(refunds)
      .where(and(eq(refunds.paymentId, payments.id), isOfMoney))
      .orderBy(asc(refunds.createdAt), asc(refunds.id)),
  );
  const undone = gatherRows(read, { id: refunds.id }, (select) =>
    select
      .from(refunds)
      .where(and(eq(refunds.paymentId, payments.id), eq(refunds.state, "external"), not(isOfMoney as SQL))),
  );
  const taken = gatherRows(read, getTableColumns(disputes), (select) =>
    select.from(disputes).where(and(eq(disputes.paymentId, payments.id), isNotNull(disputes.withdrawnAt))),
  );
  const rows = await read
    .select({ ...getTableColumns(payments), refunds: back, undone, disputes: taken })
    .from(payments)
    .where(and(eq(payments.orderId, orderId), inArray(payments.state, ["settled"])))
    .orderBy(asc(payments.settledAt), asc(payments.id));
  // Money that was another order's is neither the buyer's payment nor a refund to them.
  const invoice = await findLiveInvoice(read, orderId);
  return { ...about, invoice, payments: rows.filter((row) => row.undone.length === 0) };
}

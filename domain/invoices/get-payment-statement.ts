import { and, asc, eq, getTableColumns, inArray, isNotNull, not, type SQL } from "drizzle-orm";
import { gatherRows } from "#db/json-list.ts";
import { disputes, orders, payments, refunds } from "#db/schema/index.ts";
import { selectOwnInstalments } from "../instalments/load-instalments.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { formatLocalDay } from "../kernel/local-time.ts";
import { selectOrderCredit } from "../ledger/select-order-credit.ts";
import { selectOrderWithdrawals } from "../orders/select-order-withdrawals.ts";
import { isOfMoney } from "../ledger/undone-match.ts";
import { buildInvoiceContent } from "./build-invoice-content.ts";
import { computeStatement } from "./compute-statement.ts";
import { findPaperOrder } from "./find-paper-order.ts";
import type { InvoiceContent } from "./invoice-content.ts";
import { loadOrderFacts } from "./load-order-facts.ts";

/**
 * What was asked for by an order, each payment, and what went back of it, as it stands today: of one that is left early and has no invoice it is all that its
 * buyer has in hand. For the buyer and the office; undefined for others, and where nothing was paid.
 */
export async function getPaymentStatement(
  ctx: ReadCtx,
  { orderCode }: { orderCode: string },
): Promise<InvoiceContent | undefined> {
  const order = await findPaperOrder(ctx, orderCode);
  const facts = order && (await loadOrderFacts(ctx.read, order.id));
  if (!order || !facts) return undefined;
  const moved = await loadMoved(ctx, order.id);
  const { timezone } = facts.settings;
  const statement = computeStatement({ ...moved, order: facts.order, timezone });
  if (statement.entries.length === 0) return undefined;
  const issuedOn = formatLocalDay(ctx.now, timezone);
  const content = buildInvoiceContent(facts, { kind: "statement", issuedOn, dueOn: "", paidMinor: 0, bank: null });
  const payment = { means: "other" as const, holder: "", iban: "", bic: "", reference: "" };
  return { ...content, payment, notes: [], statement };
}

/** Everything that came or went of an order, the oldest first. */
async function loadMoved({ read }: ReadCtx, orderId: string) {
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
  return { ...about, payments: rows.filter((row) => row.undone.length === 0) };
}

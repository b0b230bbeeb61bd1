import { asc, eq } from "drizzle-orm";
import { invoices, orderBilling, orders } from "#db/schema/index.ts";
import type { InvoiceKind, InvoiceState } from "#db/enums.ts";
import type { ReadCtx } from "../kernel/command.ts";
import type { EInvoiceFault } from "./e-invoices/list-fault-unless.ts";
import { isAllowed } from "../policy.ts";

export type OrderInvoice = {
  id: string;
  code: string;
  kind: InvoiceKind;
  state: InvoiceState;
  issuedOn: string;
  dueOn: string | null;
  totalMinor: number;
  currency: string;
  buyerName: string;
  hasFailed: boolean;
  /** What keeps it from going out as an e-invoice, which the school sends; empty where nothing does, or nobody minds. */
  eInvoiceFaults: EInvoiceFault[];
  /** When the one or the other was found. */
  failedAt: Date | null;
  /** Who is billed was changed since it was issued. */
  isOutdated: boolean;
};

/** The invoices, cancellation invoices and credit notes of an order, in the order of their issue; none for who may not see them. */
export async function getOrderInvoices(ctx: ReadCtx, order: { id: string; buyerId: string }): Promise<OrderInvoice[]> {
  if (!isAllowed(ctx.actor, "invoice.read", { ownerId: order.buyerId })) return [];
  const rows = await ctx.read
    .select({
      id: invoices.id,
      code: invoices.code,
      kind: invoices.kind,
      state: invoices.state,
      issuedOn: invoices.issuedOn,
      dueOn: invoices.dueOn,
      issuedAt: invoices.issuedAt,
      totalMinor: invoices.totalMinor,
      currency: invoices.currency,
      buyerName: invoices.buyerName,
      failure: invoices.failure,
      failedAt: invoices.failedAt,
      eInvoiceFailure: invoices.eInvoiceFailure,
      billedAt: orderBilling.updatedAt,
    })
    .from(invoices)
    .innerJoin(orders, eq(orders.id, invoices.orderId))
    .leftJoin(orderBilling, eq(orderBilling.orderId, invoices.orderId))
    .where(eq(invoices.orderId, order.id))
    .orderBy(asc(invoices.issuedAt), asc(invoices.id));
  return rows.map(({ failure, eInvoiceFailure, billedAt, issuedAt, ...row }) => ({
    ...row,
    hasFailed: failure !== null,
    eInvoiceFaults: row.state === "cancelled" ? [] : ((eInvoiceFailure ?? []) as EInvoiceFault[]),
    isOutdated:
      row.kind === "invoice" &&
      row.state !== "cancelled" &&
      billedAt !== null &&
      billedAt.getTime() > issuedAt.getTime(),
  }));
}

import { eq, getTableColumns } from "drizzle-orm";
import { INVOICE_KINDS, INVOICE_STATES } from "#db/enums.ts";
import { invoices, orders } from "#db/schema/index.ts";
import { getInvoiceReach, type InvoiceRow } from "../invoices/list-invoices.ts";
import { defineList } from "../kernel/lists/define-list.ts";
import { defineView } from "../kernel/lists/define-view.ts";
import type { ReadCtx, TxCtx } from "../kernel/command.ts";
import { createChoiceFilter, createFilter } from "../kernel/lists/filters.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import type { InvoiceView } from "./invoice-shapes.ts";
import { Id } from "./parts.ts";

type Shown = Pick<
  InvoiceRow,
  "id" | "code" | "kind" | "state" | "orderId" | "orderCode" | "buyerName" | "totalMinor" | "currency" | "issuedOn"
> &
  Pick<InvoiceRow, "issuedAt" | "dueOn" | "paidAt" | "correctsId">;

function toInvoiceView({ code: number, totalMinor: minor, currency, ...row }: Shown): InvoiceView {
  const { id, kind, state, orderId, orderCode, buyerName, issuedOn, issuedAt, dueOn, paidAt, correctsId } = row;
  return {
    ...{ id, number, kind, state, orderId, orderCode, buyerName, total: { minor, currency } },
    ...{ issuedOn, issuedAt, dueOn, paidAt, correctsId, path: `/orders/${orderCode}/invoices/${number}.pdf` },
  };
}

/** What was issued, the newest first: the school's for the office, and one's own. */
export const invoicePages = defineList({
  table: invoices,
  reach: getInvoiceReach,
  view: defineView({
    fields: () => ({ ...getTableColumns(invoices), orderCode: orders.code }),
    from: (select) => select.from(invoices).innerJoin(orders, eq(orders.id, invoices.orderId)),
    show: (row) => toInvoiceView(row),
  }),
  key: "id",
  cursor: { sort: "issued", ids: "invoice" },
  sorts: { issued: { by: ["issuedAt"] } },
  filters: {
    orderId: createFilter(Id("ord"), (id) => eq(invoices.orderId, id)),
    kind: createChoiceFilter(invoices.kind, INVOICE_KINDS),
    state: createChoiceFilter(invoices.state, INVOICE_STATES),
  },
});

/** The codes of an invoice and its order, for its buyer and the office; others find none. */
export async function getInvoiceCodes(ctx: ReadCtx, id: string): Promise<{ orderCode: string; code: string }> {
  const [row] = await ctx.read
    .select({ orderCode: orders.code, code: invoices.code, buyerId: orders.buyerId })
    .from(invoices)
    .innerJoin(orders, eq(orders.id, invoices.orderId))
    .where(eq(invoices.id, id));
  authorize(ctx, "invoice.read", { ownerId: row?.buyerId ?? null });
  if (!row) throw new Refusal("not_found");
  return { orderCode: row.orderCode, code: row.code };
}

/** The code of an order, for its buyer and the office; others find none. */
export async function getOrderCode(ctx: ReadCtx, id: string): Promise<string> {
  const [row] = await ctx.read
    .select({ code: orders.code, buyerId: orders.buyerId })
    .from(orders)
    .where(eq(orders.id, id));
  authorize(ctx, "invoice.read", { ownerId: row?.buyerId ?? null });
  if (!row) throw new Refusal("not_found");
  return row.code;
}

/** One that a write has just issued. */
export async function loadInvoiceView({ tx }: Pick<TxCtx, "tx">, id: string): Promise<InvoiceView> {
  const [row] = await tx
    .select({ invoice: invoices, orderCode: orders.code })
    .from(invoices)
    .innerJoin(orders, eq(orders.id, invoices.orderId))
    .where(eq(invoices.id, id));
  if (!row) throw new Refusal("not_found");
  return toInvoiceView({ ...row.invoice, orderCode: row.orderCode });
}

import { eq, inArray, or, type SQL } from "drizzle-orm";
import { INVOICE_KINDS, INVOICE_STATES } from "#db/enums.ts";
import { invoices, orders, users } from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { defineList, type RowOf } from "../kernel/lists/define-list.ts";
import { defineView } from "../kernel/lists/define-view.ts";
import { createChoiceFilter, createFromFilter, createTextFilter, createUntilFilter } from "../kernel/lists/filters.ts";
import { getActorId } from "../kernel/actor.ts";
import { authorize, isAllowed } from "../policy.ts";
import { findPeople } from "../students/find-people.ts";

export type InvoiceRow = RowOf<typeof invoiceList>;

const fields = {
  id: invoices.id,
  code: invoices.code,
  kind: invoices.kind,
  state: invoices.state,
  issuedOn: invoices.issuedOn,
  issuedAt: invoices.issuedAt,
  dueOn: invoices.dueOn,
  paidAt: invoices.paidAt,
  buyerName: invoices.buyerName,
  currency: invoices.currency,
  totalMinor: invoices.totalMinor,
  correctsId: invoices.correctsId,
  failure: invoices.failure,
  orderId: orders.id,
  orderCode: orders.code,
  buyerId: users.id,
  buyerEmail: users.email,
};

const invoiceView = defineView({
  fields: () => fields,
  from: (select) =>
    select
      .from(invoices)
      .innerJoin(orders, eq(orders.id, invoices.orderId))
      .innerJoin(users, eq(users.id, orders.buyerId)),
  show: (row) => row,
});

/** What was issued: the school's for the office, and everybody's own. */
export const invoiceList = defineList({
  table: invoices,
  reach: getInvoiceReach,
  view: invoiceView,
  key: "id",
  cursor: { sort: "issued", ids: "invoice" },
  sorts: { issued: { by: ["issuedAt"] } },
  filters: {
    q: createTextFilter((text, { read }) => meantBy(read, text)),
    kind: createChoiceFilter(invoices.kind, INVOICE_KINDS),
    state: createChoiceFilter(invoices.state, INVOICE_STATES),
    from: createFromFilter(invoices.issuedAt),
    until: createUntilFilter(invoices.issuedAt),
  },
  isKept: true,
});
export const { page: listInvoices } = invoiceList;

/** SQL: the invoices that somebody may see; undefined for all of them. */
export function getInvoiceReach(ctx: ReadCtx): SQL | undefined {
  if (isAllowed(ctx.actor, "invoice.list")) return undefined;
  const me = getActorId(ctx.actor);
  authorize(ctx, "invoice.read", { ownerId: me });
  return inArray(invoices.orderId, ctx.read.select({ id: orders.id }).from(orders).where(eq(orders.buyerId, me)));
}

/** A number, the code of an order, or a buyer. */
async function meantBy(read: ReadCtx["read"], q: string): Promise<SQL> {
  const text = q.trim();
  const ofOrder = read.select({ id: orders.id }).from(orders);
  const people = await findPeople(read, text);
  const code = text.toUpperCase();
  return or(
    eq(invoices.code, code),
    inArray(invoices.orderId, ofOrder.where(eq(orders.code, code))),
    ...(people.length > 0
      ? [inArray(invoices.orderId, read.select({ id: orders.id }).from(orders).where(inArray(orders.buyerId, people)))]
      : []),
  ) as SQL;
}

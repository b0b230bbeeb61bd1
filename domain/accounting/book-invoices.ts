import { and, asc, eq, gte, isNotNull, isNull, notExists, or } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { accountingInvoices, invoices, settings } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import { addMs, DAY_MS } from "../kernel/clock.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";
import { loadBookedOrders } from "./booking-facts.ts";
import { findOpenDay, loadLastClosed } from "./find-open-day.ts";
import { insertEntries, type NewEntry } from "./insert-entries.ts";
import { copyLines, createDeferral, storeDeferred } from "./store-deferred.ts";
import { type InvoiceEntryKind, toInvoiceLines } from "./to-entry-lines.ts";

/** So many are booked in one transaction. */
const BOOKED_AT_ONCE = 50;
/** What was issued longer ago is booked, or was settled before the school booked invoices; what is still open is looked for at any age. */
const LOOKED_BACK_MS = 60 * DAY_MS;

const KINDS: Record<(typeof invoices.$inferSelect)["kind"], InvoiceEntryKind> = {
  invoice: "invoice_issued",
  cancellation: "invoice_cancelled",
  credit_note: "credit_note_issued",
};

const corrected = alias(accountingInvoices, "corrected");
const correctedInvoice = alias(invoices, "corrected_invoice");

const FIELDS = {
  id: invoices.id,
  ...{ orderId: invoices.orderId, kind: invoices.kind, code: invoices.code, issuedOn: invoices.issuedOn },
  issuedAt: invoices.issuedAt,
  ...{ currency: invoices.currency, totalMinor: invoices.totalMinor },
};

/**
 * Invoices that the general ledger does not know yet, in the order of their issue. A school that books what is paid has none; only what takes
 * back an invoice that was booked before it changed its mind.
 */
async function listUnbooked(read: Reader | Tx, now: Date, limit: number) {
  const { accountingBasis } = await getSchoolSettings(read);
  const known = read
    .select({ id: accountingInvoices.invoiceId })
    .from(accountingInvoices)
    .where(eq(accountingInvoices.invoiceId, invoices.id));
  const inOrder = [asc(invoices.issuedAt), asc(invoices.id)];
  if (accountingBasis === "paid") {
    // From what is known, which is nothing at most schools: their invoices are not gone through.
    const ofKnown = eq(invoices.correctsId, corrected.invoiceId);
    const from = read.select(FIELDS).from(corrected).innerJoin(invoices, ofKnown);
    return from
      .where(notExists(known))
      .orderBy(...inOrder)
      .limit(limit);
  }
  const since = await loadBasisChange(read);
  const isRecent = gte(invoices.issuedAt, addMs(now, -LOOKED_BACK_MS));
  const isOpen = and(eq(invoices.kind, "invoice"), eq(invoices.state, "open"));
  const isSale = and(eq(invoices.kind, "invoice"), isUnpaidAt(invoices, since));
  const takesBack = or(isNotNull(corrected.invoiceId), isUnpaidAt(correctedInvoice, since));
  return read
    .select(FIELDS)
    .from(invoices)
    .leftJoin(corrected, eq(corrected.invoiceId, invoices.correctsId))
    .leftJoin(correctedInvoice, eq(correctedInvoice.id, invoices.correctsId))
    .where(and(notExists(known), or(isOpen, and(isRecent, or(isSale, takesBack)))))
    .orderBy(...inOrder)
    .limit(limit);
}

/** Since when the school has booked as it does now. */
async function loadBasisChange(read: Reader | Tx): Promise<Date> {
  const [changed] = await read
    .select({ at: settings.updatedAt })
    .from(settings)
    .where(eq(settings.key, "accountingBasis"));
  return changed?.at ?? new Date(0);
}

/**
 * Whether an invoice was not paid yet when the school began to book invoices, or was issued since. What was paid before is booked with its payment,
 * and so is all that has come of it: its refunds and disputes say the rest.
 */
const isUnpaidAt = (invoice: typeof invoices | typeof correctedInvoice, since: Date) =>
  or(eq(invoice.state, "open"), gte(invoice.paidAt, since), and(isNull(invoice.paidAt), gte(invoice.issuedAt, since)));

/** Whether an invoice, or what takes one back, waits to be booked. */
export async function hasUnbookedInvoice(read: Reader | Tx, now: Date): Promise<boolean> {
  return (await listUnbooked(read, now, 1)).length > 0;
}

/**
 * Books invoices, of a school that sells by invoice (`accountingBasis`): what they ask for is owed and sold on their day, as far as it was not booked
 * with a payment before; cancellations and credit notes take it back. Payments then clear what is owed. Answers how many it went through;
 * each is taken once.
 */
// eslint-disable-next-line matricula/write-verbs-check -- The entries name the invoice; issuing it was audited.
export async function bookInvoices(ctx: WriteCtx): Promise<number> {
  authorize(ctx, "accounting.book", {});
  const due = await listUnbooked(ctx.tx, ctx.now, BOOKED_AT_ONCE);
  if (due.length === 0) return 0;
  const { revenueRecognition } = await getSchoolSettings(ctx.tx);
  const orderIds = [...new Set(due.map(({ orderId }) => orderId))];
  const orders = await loadBookedOrders(ctx.tx, orderIds, createDeferral(revenueRecognition));
  const before = copyLines(orders);
  const closed = await loadLastClosed(ctx.tx);
  const signed = due.map((invoice) => ({
    ...invoice,
    amountMinor: invoice.kind === "invoice" ? invoice.totalMinor : 0 - invoice.totalMinor,
  }));
  const entries = signed.flatMap(
    ({ id, orderId, kind, code, issuedOn, issuedAt, amountMinor, currency }): NewEntry[] => {
      const order = orders.get(orderId);
      const lines = order ? toInvoiceLines(KINDS[kind], { amountMinor, currency, issuedAt }, order) : [];
      // What was paid at once is booked by its payment: the invoice says nothing new.
      if (lines.every((line) => line.amountMinor === 0)) return [];
      return [
        {
          ...{ kind: KINDS[kind], source: `invoice:${id}`, orderId, words: code, lines },
          ...{ happenedOn: issuedOn, bookedOn: findOpenDay(issuedOn, closed) },
        },
      ];
    },
  );
  await insertEntries(ctx, entries);
  await storeDeferred(ctx, orders, before, new Map(due.map(({ orderId, currency }) => [orderId, currency])));
  await ctx.tx
    .insert(accountingInvoices)
    .values(signed.map(({ id, orderId, amountMinor }) => ({ invoiceId: id, orderId, amountMinor, bookedAt: ctx.now })));
  return due.length;
}

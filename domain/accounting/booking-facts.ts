import { and, eq, inArray, notExists, sql } from "drizzle-orm";
import {
  accountingEntries,
  accountingInvoices,
  accountingLines,
  cohorts,
  creditEntries,
  deferredRevenue,
  disputes,
  type journals,
  orderLines,
  payments,
  postings,
  refunds,
} from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import { ORDER_ACCOUNTS } from "./chart.ts";
import type { BookedOrder, SoldLine } from "./to-entry-lines.ts";

type StoredJournal = typeof journals.$inferSelect;

/** The order that each journal is about, by the journal's number. What the school gave away belongs to none. */
export async function loadJournalOrders(
  read: Reader | Tx,
  of: readonly StoredJournal[],
): Promise<Map<number, { orderId: string; isGift: boolean }>> {
  const idsOf = (type: string) => of.filter(({ sourceType }) => sourceType === type).map(({ sourceId }) => sourceId);
  const byPayment = { id: payments.id, orderId: payments.orderId };
  const [paid, refunded, disputed, credited] = await Promise.all([
    read
      .select(byPayment)
      .from(payments)
      .where(inArray(payments.id, idsOf("payment"))),
    read
      .select({ id: refunds.id, orderId: payments.orderId })
      .from(refunds)
      .innerJoin(payments, eq(payments.id, refunds.paymentId))
      .where(inArray(refunds.id, idsOf("refund"))),
    read
      .select({ id: disputes.id, orderId: payments.orderId })
      .from(disputes)
      .innerJoin(payments, eq(payments.id, disputes.paymentId))
      .where(inArray(disputes.id, idsOf("dispute"))),
    read
      .select({ id: creditEntries.id, orderId: creditEntries.orderId, kind: creditEntries.kind })
      .from(creditEntries)
      .where(inArray(creditEntries.id, idsOf("credit"))),
  ]);
  const orderOf = new Map<string, string>();
  for (const { id, orderId } of [...paid, ...refunded, ...disputed, ...credited]) if (orderId) orderOf.set(id, orderId);
  for (const id of idsOf("order")) orderOf.set(id, id);
  const gifts = new Set(credited.filter(({ kind }) => kind === "goodwill").map(({ id }) => id));
  return new Map(
    of.flatMap(({ seq, sourceId }) => {
      const orderId = orderOf.get(sourceId);
      return orderId ? [[seq, { orderId, isGift: gifts.has(sourceId) }]] : [];
    }),
  );
}

/** What was sold with each order, and what is booked of it. `isDeferred` says whether what a line brings now is earned later. */
export async function loadBookedOrders(
  read: Reader | Tx,
  orderIds: readonly string[],
  isDeferred: (line: { kind: string; startsAt: Date | null; endsAt: Date | null }) => boolean,
): Promise<Map<string, BookedOrder>> {
  const [sold, booked] = await Promise.all([
    read
      .select({
        orderId: orderLines.orderId,
        id: orderLines.id,
        kind: orderLines.kind,
        courseId: cohorts.courseId,
        cohortId: cohorts.id,
        startsAt: cohorts.startsAt,
        endsAt: cohorts.endsAt,
        totalMinor: orderLines.totalMinor,
        taxMinor: orderLines.taxMinor,
        taxCategory: orderLines.taxCategory,
        taxRatePpm: orderLines.taxRatePpm,
        deferredMinor: deferredRevenue.deferredMinor,
        earnedMinor: deferredRevenue.earnedMinor,
      })
      .from(orderLines)
      .innerJoin(cohorts, eq(cohorts.id, orderLines.cohortId))
      .leftJoin(deferredRevenue, eq(deferredRevenue.orderLineId, orderLines.id))
      .where(inArray(orderLines.orderId, [...orderIds]))
      .orderBy(orderLines.id),
    read
      .select({
        orderId: accountingEntries.orderId,
        minor: sql<number>`sum(${accountingLines.amountMinor})`.mapWith(Number),
      })
      .from(accountingEntries)
      .innerJoin(accountingLines, eq(accountingLines.entrySeq, accountingEntries.seq))
      .where(
        and(inArray(accountingEntries.orderId, [...orderIds]), inArray(accountingLines.account, [...ORDER_ACCOUNTS])),
      )
      .groupBy(accountingEntries.orderId),
  ]);
  const invoicedOf = await loadInvoiced(read, orderIds);
  const earnedOf = await loadEarned(read, [...invoicedOf.keys()]);
  const bookedOf = new Map(booked.map(({ orderId, minor }) => [orderId, 0 - minor]));
  const found = new Map<string, BookedOrder>();
  for (const { orderId, taxCategory, taxRatePpm, deferredMinor, earnedMinor, ...line } of sold) {
    const order = found.get(orderId) ?? {
      bookedMinor: bookedOf.get(orderId) ?? 0,
      // Without an invoice the two are the same.
      earnedMinor: earnedOf.get(orderId) ?? bookedOf.get(orderId) ?? 0,
      invoicedMinor: invoicedOf.get(orderId) ?? 0,
      lines: [],
    };
    const { id, courseId, cohortId, totalMinor, taxMinor } = line;
    const of: SoldLine = {
      id,
      courseId,
      cohortId,
      totalMinor,
      taxMinor,
      taxDetail: `${taxCategory}:${taxRatePpm}`,
      isDeferred: isDeferred(line),
      deferredMinor: (deferredMinor ?? 0) - (earnedMinor ?? 0),
    };
    order.lines.push(of);
    found.set(orderId, order);
  }
  return found;
}

/** What is invoiced of each order, less what was taken back, as far as the general ledger knows; orders without an invoice are left out. */
async function loadInvoiced(read: Reader | Tx, orderIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await read
    .select({
      orderId: accountingInvoices.orderId,
      minor: sql<number>`sum(${accountingInvoices.amountMinor})`.mapWith(Number),
    })
    .from(accountingInvoices)
    .where(inArray(accountingInvoices.orderId, [...orderIds]))
    .groupBy(accountingInvoices.orderId);
  return new Map(rows.map(({ orderId, minor }) => [orderId, minor]));
}

/** What the journals that are booked have earned of each order, less what went back. What was given away (goodwill) is none of it. */
async function loadEarned(read: Reader | Tx, orderIds: readonly string[]): Promise<Map<string, number>> {
  if (orderIds.length === 0) return new Map();
  const gift = read
    .select({ id: accountingLines.id })
    .from(accountingLines)
    .where(and(eq(accountingLines.entrySeq, accountingEntries.seq), eq(accountingLines.account, "goodwill")));
  const rows = await read
    .select({
      orderId: accountingEntries.orderId,
      minor: sql<number>`sum(${postings.amountMinor})`.mapWith(Number),
    })
    .from(accountingEntries)
    .innerJoin(postings, eq(postings.journalSeq, accountingEntries.journalSeq))
    .where(and(inArray(accountingEntries.orderId, [...orderIds]), eq(postings.account, "revenue"), notExists(gift)))
    .groupBy(accountingEntries.orderId);
  const earned = new Map(orderIds.map((id) => [id, 0]));
  for (const { orderId, minor } of rows) if (orderId) earned.set(orderId, 0 - minor);
  return earned;
}

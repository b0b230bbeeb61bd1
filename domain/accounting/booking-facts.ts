import { and, eq, inArray, notExists, sql } from "drizzle-orm";
import {
  accountingEntries,
  accountingInvoices,
  accountingLines,
  cohorts,
  creditEntries,
  deferredRevenue,
  disputes,
  invoices,
  journals,
  orderLines,
  orders,
  payments,
  postings,
  refunds,
} from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import { ORDER_ACCOUNTS } from "./chart.ts";
import { addJournalToEnd, addPaperToEnd, createEndedOrder, type EndedOrder } from "./ended-order.ts";
import type { BookedOrder, SoldLine } from "./to-entry-lines.ts";

type StoredJournal = typeof journals.$inferSelect;

/** The order that each journal is about, by the journal's number. What the school gave away belongs to none. */
export async function loadJournalOrders(
  read: Reader | Tx,
  of: readonly StoredJournal[],
): Promise<Map<number, { orderId: string; isGift: boolean }>> {
  const idsOf = (type: string) => of.filter(({ sourceType }) => sourceType === type).map(({ sourceId }) => sourceId);
  const byPayment = { id: payments.id, orderId: payments.orderId };
  const [paid, refunded, disputed, credited, ended] = await Promise.all([
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
    read
      .select({ id: orderLines.id, orderId: orderLines.orderId })
      .from(orderLines)
      .where(inArray(orderLines.id, idsOf("order_line"))),
  ]);
  const orderOf = new Map<string, string>();
  for (const { id, orderId } of [...paid, ...refunded, ...disputed, ...credited, ...ended])
    if (orderId) orderOf.set(id, orderId);
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
        cancelledAt: orders.cancelledAt,
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
      .innerJoin(orders, eq(orders.id, orderLines.orderId))
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
  const papersOf = await loadPapers(read, orderIds);
  const earningsOf = await loadEarnings(read, orderIds);
  const bookedOf = new Map(booked.map(({ orderId, minor }) => [orderId, 0 - minor]));
  const found = new Map<string, BookedOrder>();
  for (const { orderId, cancelledAt, taxCategory, taxRatePpm, deferredMinor, earnedMinor, ...line } of sold) {
    const papers = papersOf.get(orderId);
    const bookedMinor = bookedOf.get(orderId) ?? 0;
    const history = sumHistory(createEndedOrder(cancelledAt), papers ?? [], earningsOf.get(orderId) ?? []);
    const order = found.get(orderId) ?? {
      ...{ ...history, bookedMinor, lines: [] },
      // Without an invoice the two are the same.
      earnedMinor: papers ? history.earnedMinor : bookedMinor,
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

type Paper = { orderId: string; isCreditNote: boolean; issuedAt: Date; amountMinor: number };
type Earning = { orderId: string | null; kind: string; at: Date; takenBackMinor: number };

/** What papers and journals have come to, of those that the general ledger knows. */
function sumHistory(ended: EndedOrder, papers: readonly Paper[], earnings: readonly Earning[]) {
  for (const earning of earnings) addJournalToEnd(ended, earning);
  for (const paper of papers) addPaperToEnd(ended, paper);
  const earnedMinor = earnings.reduce((sum, { takenBackMinor }) => sum - takenBackMinor, 0);
  return { ended, earnedMinor, invoicedMinor: papers.reduce((sum, { amountMinor }) => sum + amountMinor, 0) };
}

/** The invoices of each order and what took them back, as far as the general ledger knows them. */
async function loadPapers(read: Reader | Tx, orderIds: readonly string[]): Promise<Map<string, Paper[]>> {
  const rows = await read
    .select({
      ...{ orderId: accountingInvoices.orderId, amountMinor: accountingInvoices.amountMinor },
      ...{ kind: invoices.kind, issuedAt: invoices.issuedAt },
    })
    .from(accountingInvoices)
    .innerJoin(invoices, eq(invoices.id, accountingInvoices.invoiceId))
    .where(inArray(accountingInvoices.orderId, [...orderIds]));
  const papers = rows.map(({ kind, ...row }) => ({ ...row, isCreditNote: kind === "credit_note" }));
  return Map.groupBy(papers, ({ orderId }) => orderId);
}

/** What the journals that are booked took back of each order's earnings; below zero what they earned. What was given away (goodwill) is none of it. */
async function loadEarnings(read: Reader | Tx, orderIds: readonly string[]): Promise<Map<string, Earning[]>> {
  const gift = read
    .select({ id: accountingLines.id })
    .from(accountingLines)
    .where(and(eq(accountingLines.entrySeq, accountingEntries.seq), eq(accountingLines.account, "goodwill")));
  const rows = await read
    .select({
      ...{ orderId: accountingEntries.orderId, kind: journals.kind, at: journals.at },
      takenBackMinor: postings.amountMinor,
    })
    .from(accountingEntries)
    .innerJoin(journals, eq(journals.seq, accountingEntries.journalSeq))
    .innerJoin(postings, eq(postings.journalSeq, journals.seq))
    .where(and(inArray(accountingEntries.orderId, [...orderIds]), eq(postings.account, "revenue"), notExists(gift)));
  return Map.groupBy(rows, ({ orderId }) => orderId ?? "");
}

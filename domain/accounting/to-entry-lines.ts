import type { Account } from "#db/enums.ts";
import type { Journal, PostingLine } from "../ledger/post-journal.ts";
import { addJournalToEnd, addPaperToEnd, type EndedOrder, getUnwrittenMinor } from "./ended-order.ts";
import type { EntryLine } from "./insert-entries.ts";
import { splitOrderAmount } from "./split-order-amount.ts";

/** A line of the order that a journal is about, as a bookkeeper sees it. Amounts in minor units. */
export type SoldLine = {
  id: string;
  courseId: string;
  cohortId: string;
  totalMinor: number;
  taxMinor: number;
  /** `standard:81000`: the category and the rate in millionths, which is the part of the tax account that it goes to. */
  taxDetail: string;
  /** Whether it is earned while its course goes on, and not at once. */
  isDeferred: boolean;
  /** What of it was deferred and is not earned yet. */
  deferredMinor: number;
};

/**
 * What was booked of an order so far, tax and all; what the ledger has earned of it; what is invoiced of it and known to the general ledger; what
 * came after its end; and its lines. What a journal or an invoice adds is written back into it.
 */
export type BookedOrder = {
  bookedMinor: number;
  earnedMinor: number;
  invoicedMinor: number;
  ended: EndedOrder;
  lines: SoldLine[];
};

export type InvoiceEntryKind = "invoice_issued" | "invoice_cancelled" | "credit_note_issued";
type Kind = Journal["kind"] | InvoiceEntryKind;

/** Where what goes back is booked: a cancelled sale is none, anything else stays visible beside the revenue. */
const BACK: Partial<Record<Kind, Account>> = {
  refund_done: "refunds",
  refund_failed: "refunds",
  dispute_withdrawn: "disputes",
  dispute_reinstated: "disputes",
  credit_added: "refunds",
  credit_note_issued: "refunds",
};

/**
 * What a journal of the ledger means in the general ledger: money at a provider is its clearing account, a customer's own money their
 * receivable or their credit, and what is earned is split into the courses and rates of tax of its order. Without an order (goodwill) the
 * school gave it away. `at`: when it happened. `order` is changed: it stands after the journal as the next one finds it.
 */
export function toEntryLines(
  kind: Kind,
  at: Date,
  postings: readonly PostingLine[],
  order: BookedOrder | undefined,
): EntryLine[] {
  return postings.flatMap((posting): EntryLine[] => {
    const { detail, ...line } = posting;
    switch (posting.account) {
      case "clearing":
        return [{ ...line, account: "clearing", detail }];
      case "customer_funds":
        return [{ ...line, account: detail.startsWith("usr_") ? "credit" : "receivable", detail: "" }];
      case "fees":
        return [{ ...line, account: "payment_fees", detail }];
      case "revenue":
        return order ? splitRevenue(kind, { ...posting, at }, order) : [{ ...line, account: "goodwill", detail: "" }];
    }
  });
}

/**
 * What a journal earns is booked as far as no invoice has booked it before; the rest is a receivable that is cleared. What it takes back of an
 * order whose invoice stands is owed again until the invoice is taken back as well.
 */
function splitRevenue(
  kind: Kind,
  { amountMinor, currency, at }: PostingLine & { at: Date },
  order: BookedOrder,
): EntryLine[] {
  // An order whose lines cost nothing has earned all the same: a fee that a reminder asked for.
  if (order.lines.every(({ totalMinor }) => totalMinor === 0)) {
    return [{ account: BACK[kind] ?? "revenue", detail: "", amountMinor, currency }];
  }
  order.earnedMinor -= amountMinor;
  addJournalToEnd(order.ended, { kind, at, takenBackMinor: amountMinor });
  const { lines, movedMinor } = moveBooked(kind, order, currency);
  return [...lines, { account: "receivable", detail: "", amountMinor: amountMinor + movedMinor, currency }];
}

/** An invoice is owed, and what it asks for is sold; a cancellation invoice or a credit note (below zero) takes both back. */
export function toInvoiceLines(
  kind: InvoiceEntryKind,
  { amountMinor, currency, issuedAt }: { amountMinor: number; currency: string; issuedAt: Date },
  order: BookedOrder,
): EntryLine[] {
  order.invoicedMinor += amountMinor;
  addPaperToEnd(order.ended, { isCreditNote: kind === "credit_note_issued", issuedAt, amountMinor });
  const { lines, movedMinor } = moveBooked(kind, order, currency);
  return [{ account: "receivable", detail: "", amountMinor: movedMinor, currency }, ...lines];
}

/**
 * Sold is what was invoiced or what was earned, whichever is more: as each comes, it books what is missing of it. What an order's cancellation took
 * back was no sale from then on, though the paper that says so comes with the money: until then the school owes it.
 */
function moveBooked(kind: Kind, order: BookedOrder, currency: string): { lines: EntryLine[]; movedMinor: number } {
  const sinceEndMinor = order.invoicedMinor - getUnwrittenMinor(order.ended, order.invoicedMinor);
  const toMinor = Math.max(order.earnedMinor, sinceEndMinor);
  const shares = splitOrderAmount(order.lines, order.bookedMinor, toMinor);
  const movedMinor = toMinor - order.bookedMinor;
  order.bookedMinor = toMinor;
  const lines = order.lines.flatMap((line, n) => {
    const { netMinor, taxMinor } = shares[n] as (typeof shares)[number];
    const tax = { account: "tax" as const, detail: line.taxDetail, amountMinor: 0 - taxMinor, currency };
    return [...bookNet(kind, line, netMinor).map((net) => ({ ...net, currency })), tax];
  });
  return { lines, movedMinor };
}

/** `crs_… standard:81000`: revenue is told apart by course, and by the rate of tax that a return asks for. */
export const toDetail = ({ courseId, taxDetail }: Pick<SoldLine, "courseId" | "taxDetail">) =>
  `${courseId} ${taxDetail}`;

/** What is not earned yet goes back first. */
function bookNet(kind: Kind, line: SoldLine, netMinor: number): Omit<EntryLine, "currency">[] {
  const detail = toDetail(line);
  const later = netMinor > 0 ? (line.isDeferred ? netMinor : 0) : Math.max(netMinor, -line.deferredMinor);
  line.deferredMinor += later;
  return [
    { account: "deferred_revenue", detail, amountMinor: 0 - later },
    { account: BACK[kind] ?? "revenue", detail, amountMinor: later - netMinor },
  ];
}

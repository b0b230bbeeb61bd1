import { sql } from "drizzle-orm";
import {
  atMost,
  bool,
  check,
  index,
  integer,
  money,
  oneOf,
  primaryKey,
  table,
  text,
  timestamp,
  uniqueIndex,
} from "../columns.ts";
import { ACCOUNTS } from "../enums.ts";
import { users } from "./accounts.ts";
import { cohorts, courses } from "./courses.ts";
import { invoices } from "./invoices.ts";
import { journals } from "./ledger.ts";
import { orderLines, orders } from "./orders.ts";

/** A month of the accounts (`2026-11`). While `closedAt` stands the database takes no entry for it. */
export const accountingPeriods = table("accounting_periods", {
  period: text().primaryKey(),
  /** When all was booked that its courses have earned with time; none of a school that earns at once. */
  earnedAt: timestamp(),
  closedAt: timestamp(),
  closedBy: text().references(() => users.id),
});

/**
 * An entry of the general ledger: what a journal of the ledger means to a bookkeeper, or what one has entered by hand. Append-only; a
 * mistake is undone by an entry that reverses it.
 */
export const accountingEntries = table(
  "accounting_entries",
  {
    /** Without gaps, in the order in which they were booked. */
    seq: integer().primaryKey(),
    id: text().notNull(),
    /** The journal that it books; none of what was entered by hand, and of revenue that is earned with time. */
    journalSeq: integer().references(() => journals.seq),
    kind: text().notNull(),
    /** What stands behind it where no journal does: a provider's transaction, a line of a bank statement. */
    source: text(),
    orderId: text().references(() => orders.id),
    /** The day by the school's clock (`2026-11-30`) and its month. */
    bookedOn: text().notNull(),
    period: text().notNull(),
    /** The day on which it happened: another one where the month of that day was closed already. */
    happenedOn: text().notNull(),
    isLate: bool().notNull().default(false),
    words: text().notNull().default(""),
    reversesSeq: integer(),
    createdBy: text().references(() => users.id),
    createdAt: timestamp().notNull(),
  },
  (t) => [
    uniqueIndex("accounting_entries_id").on(t.id),
    uniqueIndex("accounting_entries_journal").on(t.journalSeq),
    uniqueIndex("accounting_entries_source").on(t.source, t.kind),
    uniqueIndex("accounting_entries_reverses").on(t.reversesSeq),
    index("accounting_entries_by_order").on(t.orderId),
    index("accounting_entries_by_period").on(t.period, t.seq),
    atMost("accounting_entries_words", t.words, 300),
  ],
);

/** One side of an entry. Debits are positive; an entry's lines sum to zero in each currency, or the database refuses the commit. */
export const accountingLines = table(
  "accounting_lines",
  {
    id: text().primaryKey(),
    entrySeq: integer()
      .notNull()
      .references(() => accountingEntries.seq),
    /** That of its entry, for the sheet of an account. */
    period: text().notNull(),
    account: text(ACCOUNTS).notNull(),
    /** Which part of the account: the provider, the course, the rate of tax. */
    detail: text().notNull().default(""),
    amountMinor: money().notNull(),
    currency: text().notNull(),
  },
  (t) => [
    index("accounting_lines_by_entry").on(t.entrySeq, t.id),
    // An account's sheet by month, and the sheet of one part of it: neither reads the lines of other months and parts.
    index("accounting_lines_by_account").on(t.account, t.period, t.entrySeq, t.id),
    index("accounting_lines_by_period").on(t.period, t.entrySeq, t.id),
    index("accounting_lines_by_detail").on(t.account, t.detail, t.period, t.entrySeq, t.id),
    oneOf("accounting_lines_account", t.account, ACCOUNTS),
    check("accounting_lines_amount", sql`${t.amountMinor} <> 0`),
  ],
);

/** What the lines of a month come to, so that a report costs the same whatever the number of orders. */
export const accountingTotals = table(
  "accounting_totals",
  {
    period: text().notNull(),
    account: text(ACCOUNTS).notNull(),
    detail: text().notNull(),
    currency: text().notNull(),
    debitMinor: money().notNull(),
    /** Not below zero either. */
    creditMinor: money().notNull(),
    /** How many lines they are, so that no page counts them. */
    lineCount: integer().notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.period, t.account, t.detail, t.currency] }),
    oneOf("accounting_totals_account", t.account, ACCOUNTS),
    check("accounting_totals_sides", sql`${t.debitMinor} >= 0 and ${t.creditMinor} >= 0`),
  ],
);

/** What the receivable account has for each order, so that nobody adds up its lines: above zero what is owed, below it what was paid ahead. */
export const accountingOpenItems = table(
  "accounting_open_items",
  {
    /** Empty for what was entered by hand. */
    orderId: text().notNull(),
    currency: text().notNull(),
    balanceMinor: money().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orderId, t.currency] }),
    index("accounting_open_items_open").on(t.orderId).where(sql`balance_minor <> 0`),
  ],
);

/** Invoices, cancellations and credit notes that the general ledger knows: what is invoiced of an order is the sum of them. */
export const accountingInvoices = table(
  "accounting_invoices",
  {
    invoiceId: text()
      .primaryKey()
      .references(() => invoices.id),
    orderId: text()
      .notNull()
      .references(() => orders.id),
    /** Below zero of what takes an invoice back. */
    amountMinor: money().notNull(),
    bookedAt: timestamp().notNull(),
  },
  (t) => [index("accounting_invoices_by_order").on(t.orderId)],
);

/** What was paid for an order line and is earned while its course goes on, without tax: how much of it is earned by now. */
export const deferredRevenue = table(
  "deferred_revenue",
  {
    orderLineId: text()
      .primaryKey()
      .references(() => orderLines.id),
    courseId: text()
      .notNull()
      .references(() => courses.id),
    cohortId: text()
      .notNull()
      .references(() => cohorts.id),
    currency: text().notNull(),
    /** What came in, less what went back before it was earned. */
    deferredMinor: money().notNull(),
    earnedMinor: money().notNull().default(0),
  },
  (t) => [
    index("deferred_revenue_left").on(t.courseId).where(sql`deferred_minor > earned_minor`),
    check("deferred_revenue_amounts", sql`${t.earnedMinor} >= 0 and ${t.deferredMinor} >= ${t.earnedMinor}`),
  ],
);

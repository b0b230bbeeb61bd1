import { sql } from "drizzle-orm";
import {
  atMost,
  bool,
  check,
  index,
  integer,
  json,
  money,
  oneOf,
  primaryKey,
  table,
  text,
  timestamp,
  uniqueIndex,
} from "../columns.ts";
import { INVOICE_KINDS, INVOICE_STATES, VAT_CHECKS } from "../enums.ts";
import { files } from "./courses.ts";
import { orders } from "./orders.ts";
import { refunds } from "./refunds.ts";

/** To whom an order is billed, as the buyer or the office has said it last. What was issued keeps a copy of its own. */
export const orderBilling = table(
  "order_billing",
  {
    orderId: text()
      .primaryKey()
      .references(() => orders.id),
    /** Empty where a person buys for themselves. */
    company: text().notNull().default(""),
    /** The person's name, or whom to ask at the company. */
    name: text().notNull(),
    street: text().notNull().default(""),
    number: text().notNull().default(""),
    postCode: text().notNull().default(""),
    town: text().notNull().default(""),
    /** ISO 3166-1 alpha-2. */
    country: text().notNull(),
    /** As it is written in its country, without blanks and dots. */
    vatId: text().notNull().default(""),
    /** What the buyer wants to find on the invoice: an order number, a cost centre. */
    reference: text().notNull().default(""),
    updatedAt: timestamp().notNull(),
    /** Taken from the buyer's order before, and not said for this one. */
    isCopied: bool().notNull().default(false),
    /** What VIES said of the VAT id, when, and under which number; none where it was not asked. */
    vatCheck: text(VAT_CHECKS),
    vatCheckedAt: timestamp(),
    vatConsultation: text().notNull().default(""),
    /** Whose id it is, where the member state says so. */
    vatTrader: text().notNull().default(""),
    /** From when on it is to be asked; none where there is nothing to ask. */
    vatAskAt: timestamp(),
    /** How often it has been asked in vain. */
    vatTries: integer().notNull().default(0),
    /** When somebody decided that an id which the register does not know is taken all the same. */
    vatAcceptedAt: timestamp(),
  },
  (t) => [
    index("order_billing_invalid").on(t.vatCheckedAt).where(sql`vat_check = 'invalid' and vat_accepted_at is null`),
    index("order_billing_to_check").on(t.vatAskAt).where(sql`vat_ask_at is not null`),
    atMost("order_billing_name_length", t.name, 200),
    atMost("order_billing_company_length", t.company, 200),
    atMost("order_billing_reference_length", t.reference, 200),
  ],
);

/** The last number that was given in a series and year. Numbers have no gaps: a write that fails gives its number back. */
export const invoiceNumbers = table(
  "invoice_numbers",
  {
    /** How its numbers are written: `R-{year}-{number}`. */
    series: text().notNull(),
    /** 0 for a series that does not begin anew with the year. */
    year: integer().notNull(),
    last: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.series, t.year] }), check("invoice_numbers_last", sql`${t.last} > 0`)],
);

/**
 * An invoice, a cancellation invoice or a credit note as it was issued: what stands on it does not follow the order, the school or the
 * account. A job makes its file, and every download has those bytes.
 */
export const invoices = table(
  "invoices",
  {
    id: text().primaryKey(),
    orderId: text()
      .notNull()
      .references(() => orders.id),
    kind: text(INVOICE_KINDS).notNull(),
    state: text(INVOICE_STATES).notNull(),
    series: text().notNull(),
    year: integer().notNull(),
    serial: integer().notNull(),
    /** As printed: `R-2026-00042`. */
    code: text().notNull(),
    /** Of a cancellation or credit note: the invoice that it corrects. */
    correctsId: text(),
    /** The refund by which a credit note came about. */
    refundId: text().references(() => refunds.id),
    /** The day that stands on it, in the school's timezone, and until when it is to be paid. */
    issuedOn: text().notNull(),
    dueOn: text(),
    issuedAt: timestamp().notNull(),
    /** None where a payment has issued it. */
    issuedBy: text(),
    paidAt: timestamp(),
    buyerName: text().notNull(),
    currency: text().notNull(),
    totalMinor: money().notNull(),
    /** All that it says (domain/invoices/invoice-content.ts). */
    content: json<unknown>().notNull(),
    fileId: text().references(() => files.id),
    /** Why the job could not make its file. */
    failure: text(),
    /** What keeps a company's invoice from going out as an e-invoice, which the school sends: the rules that it breaks. */
    eInvoiceFailure: json<unknown>(),
    /** When the one or the other was found. */
    failedAt: timestamp(),
  },
  (t) => [
    uniqueIndex("invoices_number").on(t.series, t.year, t.serial),
    uniqueIndex("invoices_code").on(t.code),
    // An order is asked for its money once; what is cancelled makes room for another.
    uniqueIndex("invoices_one_live").on(t.orderId).where(sql`kind = 'invoice' and state <> 'cancelled'`),
    uniqueIndex("invoices_one_cancellation").on(t.correctsId).where(sql`kind = 'cancellation'`),
    index("invoices_by_order").on(t.orderId, t.issuedAt, t.id),
    index("invoices_by_corrected").on(t.correctsId),
    index("invoices_by_refund").on(t.refundId),
    index("invoices_by_file").on(t.fileId),
    index("invoices_by_issued").on(t.issuedAt, t.id),
    index("invoices_by_state").on(t.state, t.issuedAt, t.id),
    index("invoices_by_kind").on(t.kind, t.issuedAt, t.id),
    index("invoices_failed").on(t.issuedAt).where(sql`file_id is null and failure is not null`),
    index("invoices_without_e_invoice").on(t.issuedAt).where(sql`e_invoice_failure is not null`),
    index("invoices_to_make").on(t.issuedAt).where(sql`file_id is null and failure is null`),
    oneOf("invoices_kind", t.kind, INVOICE_KINDS),
    oneOf("invoices_state", t.state, INVOICE_STATES),
    check("invoices_serial", sql`${t.serial} > 0`),
    check("invoices_total", sql`${t.totalMinor} > 0`),
    check("invoices_corrects", sql`(${t.kind} = 'invoice') = (${t.correctsId} is null)`),
  ],
);

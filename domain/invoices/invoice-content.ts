import type { LineKind } from "#db/enums.ts";
import type { PaymentStatement } from "./statement-content.ts";

/** Somebody who sells or buys, as printed on an invoice. What is not known is empty. */
export type InvoiceParty = {
  /** The legal name: the company's, or the person's. */
  name: string;
  /** Whom to ask there. */
  contactName: string;
  email: string;
  phone: string;
  street: string;
  number: string;
  postCode: string;
  town: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
  vatId: string;
  /** The tax office's own number of it, where it has one (Germany: Steuernummer). */
  taxNumber: string;
  registerNumber: string;
};

/** Why a line bears the tax that it bears (EN 16931, UNCL 5305): S, Z, E, AE, O. */
export type TaxCategory = "standard" | "zero" | "exempt" | "reverse_charge" | "outside";

/** A place that was moved: whose, empty where that is not said, and the name of the cohort where it is by now. */
export type MovedTo = { who: string; cohort: string };

export type InvoiceLine = {
  /** What is sold, where it is no place by itself: words are found for it where it is printed. None in papers of before. */
  kind?: LineKind | "cancellation_fee" | "reminder_fee";
  /** Which part of a price it pays, or of which part it is the fee. */
  part?: number;
  /** For how many days a renewal opens the course again. */
  renewalDays?: number;
  /** Of a credit note: which line of the invoice it takes from, from 0. None in papers of before: it is the one in the same place. */
  ofLine?: number;
  /** Of a credit note: the line of the order whose place goes back, where it is one that can be told from the others. */
  ofPlace?: string;
  /** Of a credit note: it takes off a part of what its line costs, and gives back none of its places. */
  isReduction?: boolean;
  name: string;
  /** The cohort, whose place it is: one line of text each. */
  details: string[];
  /** Of a receipt or statement: which of its places are in another cohort by now, and in which. */
  movedTo?: MovedTo[];
  quantity: number;
  /** Without tax, before the discount, for the whole quantity. */
  grossOfDiscountMinor: number;
  /** Without tax. */
  discountMinor: number;
  discountReason: string;
  /** Without tax, after the discount. */
  netMinor: number;
  /** Millionths: 81000 is 8.1 %. */
  taxRatePpm: number;
  taxCategory: TaxCategory;
  taxMinor: number;
  /** Days (`2026-03-01`) from and to which it is taught; empty where it has none. */
  servedFrom: string;
  servedTo: string;
};

/** The tax of one rate: the sum of its lines' amounts, to the minor unit. */
export type InvoiceTax = {
  taxRatePpm: number;
  taxCategory: TaxCategory;
  /** Why no tax is charged, in words; empty where tax is. */
  exemptionReason: string;
  netMinor: number;
  taxMinor: number;
};

/** A part of a price that is paid in parts, as it stood on the day of the paper. */
export type InvoicePart = {
  /** From 1, which is the deposit. */
  number: number;
  /** The last day on which it is paid in time. */
  dueOn: string;
  amountMinor: number;
  /** What has come of it. */
  paidMinor: number;
  /** The day on which all of it was there; empty until then. */
  paidOn: string;
};

/** Papers without a number: what an order asks for, and what was paid of it. */
export type OrderPaperKind = "proforma" | "order_form" | "receipt" | "payment_receipt" | "statement";

/** Everything that an invoice says. Fixed once it is issued: its PDF and its XML are made from this and nothing else. */
export type InvoiceContent = {
  kind: "invoice" | "cancellation" | "credit_note" | OrderPaperKind;
  /** As printed: `R-2026-00042`; empty on a proforma. */
  code: string;
  /** A day by the school's calendar: `2026-11-29`. */
  issuedOn: string;
  dueOn: string;
  language: string;
  currency: string;
  seller: InvoiceParty;
  buyer: InvoiceParty;
  /** The buyer's own reference: order number, cost centre, Leitweg-ID. Empty where there is none. */
  buyerReference: string;
  orderCode: string;
  /** Of a cancellation or credit note: what it corrects. */
  corrects: { code: string; issuedOn: string } | null;
  lines: InvoiceLine[];
  taxes: InvoiceTax[];
  netMinor: number;
  taxMinor: number;
  totalMinor: number;
  /** Of a credit note: what the school keeps of the invoice as its cancellation fee. */
  keptMinor?: number;
  paidMinor: number;
  /** totalMinor − paidMinor. */
  dueMinor: number;
  /**
   * In which parts the price is paid; none of what is paid at once, and in papers of before. They add up to the total, and what has come of them to
   * what is paid. Then `dueOn` is the day of the next of them that is open.
   */
  parts?: InvoicePart[];
  /** Of a receipt: how many parts there are, and on which day it is said what is open. */
  partCount?: number;
  partsOn?: string;
  /** Of a receipt: all that came, where that may be more than what it paid for. */
  receivedMinor?: number;
  /** Of the receipt of a payment: what of it went back, or is on its way. Of that of an order: what was given back. */
  returnedMinor?: number;
  /** Of the receipt of an order: what its payers' banks took back, and what is on its way back. */
  takenMinor?: number;
  underWayMinor?: number;
  /** Of a receipt: what is the buyer's still, though it is here. */
  owedMinor?: number;
  /** Of the receipt of a payment: what of it counts towards parts that are paid later. */
  aheadMinor?: number;
  /** Of a statement of payments. */
  statement?: PaymentStatement;
  /** The last four digits of the card that the open parts are charged to, where their payer has agreed to that. */
  keptCard?: string;
  /** The terms of payment in words; written from the parts where the paper is made, and not stored. */
  terms?: string;
  /** How it is or was paid. IBAN without blanks. */
  payment: {
    means: "transfer" | "card" | "credit" | "other";
    holder: string;
    iban: string;
    bic: string;
    reference: string;
  };
  /** Printed under the sums: the legal notes. */
  notes: string[];
};

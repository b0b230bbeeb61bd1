import type { StateWords } from "#components/admin/states.tsx";
import type { InvoiceRow } from "#domain/invoices/list-invoices.ts";
import { getCountryName } from "#domain/kernel/countries.ts";
import type { Billing } from "#domain/invoices/inputs.ts";
import type { PartKey } from "#domain/invoices/get-payment-receipt.ts";
import type { OrderPaper } from "#domain/invoices/get-order-paper.ts";
import type { PlainKey } from "#messages/message.ts";

export const INVOICE_WORDS: StateWords<InvoiceRow["state"]> = {
  open: { label: "invoices.state_open", tone: "warn" },
  paid: { label: "invoices.state_paid", tone: "ok" },
  cancelled: { label: "invoices.state_cancelled", tone: "neutral" },
  issued: { label: "invoices.state_issued", tone: "neutral" },
};

export const KIND_WORDS: Record<InvoiceRow["kind"], PlainKey> = {
  invoice: "invoices.paper_invoice",
  cancellation: "invoices.paper_cancellation",
  credit_note: "invoices.paper_credit_note",
};

export const PAPER_WORDS: Record<OrderPaper, PlainKey> = {
  proforma: "invoices.paper_proforma",
  order_form: "invoices.paper_order_form",
  receipt: "invoices.paper_receipt",
  statement: "invoices.paper_statement",
};

/** To whom something is billed, in a line: the company or the person, where, and by which VAT id. */
export const billedToWords = ({ company, name, town, vatId }: Billed): string =>
  [company || name, town, vatId].filter((part) => part !== "").join(", ");
/** The same as on an envelope: company, person, street, town and country, a line each. Empty parts are left out. */
export function billedToLines(billing: Billing, language: string): string[] {
  const { company, name, street, number, postCode, town, country } = billing;
  const where = [`${street} ${number}`, `${postCode} ${town}`, country && getCountryName(country, language)];
  return [company, name, ...where].map((line) => line.trim()).filter((line) => line !== "");
}

type Billed = Pick<Billing, "company" | "name" | "town" | "vatId">;

export const getInvoiceHref = (orderCode: string, code: string): string => `/orders/${orderCode}/invoices/${code}.pdf`;
export const getEInvoiceHref = (orderCode: string, code: string): string =>
  `/orders/${orderCode}/e-invoices/${encodeURIComponent(code)}`;
export const getPaperHref = (orderCode: string, paper: OrderPaper): string =>
  `/orders/${orderCode}/papers/${paper.replace("_", "-")}.pdf`;

/** The receipt of the payment that has paid a part, or the fee of a reminder of it. */
export const getPaymentReceiptHref = (orderCode: string, { number, level }: PartKey): string =>
  `/orders/${orderCode}/papers/payment-${number}${level > 0 ? `-${level}` : ""}.pdf`;

/** One that was issued because it was paid has no day on which it is due; open again, its file says otherwise and stays. */
export const isReopened = ({ kind, state, dueOn }: Pick<InvoiceRow, "kind" | "state" | "dueOn">): boolean =>
  kind === "invoice" && state === "open" && dueOn === null;

import type { Words } from "#messages/message.ts";
import { formatMoney } from "../../kernel/money.ts";
import { button, type Draft, facts, file, hello, type SchoolFace, text } from "../draft.ts";
import { formatDate } from "../format-instant.ts";
import type { InvoiceMailFacts } from "../get-invoice-facts.ts";

const SUBJECTS = {
  invoice: "mail_orders.invoice_subject",
  cancellation: "mail_orders.invoice_cancellation_subject",
  credit_note: "mail_orders.invoice_credit_note_subject",
} as const;

const WHAT = {
  invoice: "mail_orders.invoice_what",
  cancellation: "mail_orders.invoice_cancellation_what",
  credit_note: "mail_orders.invoice_credit_note_what",
} as const;

/** Brings a buyer their invoice, or what corrects one, as a file. */
export function invoiceIssued(invoice: InvoiceMailFacts, _school: SchoolFace, t: Words): Draft {
  const { buyerName, orderCode, code, kind, total, dueOn } = invoice;
  return {
    subject: t(SUBJECTS[kind], { number: code }),
    parts: [
      hello(buyerName, t),
      text(t(WHAT[kind], { number: code, order: orderCode })),
      facts([
        [t("mail_parts.order"), orderCode],
        [t("mail_parts.amount"), formatMoney(total, t)],
        [t("mail_orders.invoice_due"), dueOn && formatDate(new Date(`${dueOn}T12:00:00Z`), "UTC", t)],
      ]),
      file(t("mail_orders.invoice_download"), `/orders/${orderCode}/invoices/${code}.pdf`),
      button(t("mail_orders.invoice_open_order"), `/orders/${orderCode}`),
    ],
  };
}

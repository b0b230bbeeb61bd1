import { checkEInvoice } from "#domain/invoices/e-invoices/check-e-invoice.ts";
import { describeEInvoice } from "#domain/invoices/e-invoices/describe-e-invoice.ts";
import type { EInvoiceFault } from "#domain/invoices/e-invoices/list-fault-unless.ts";
import type { InvoiceContent } from "#domain/invoices/invoice-content.ts";
import { translatorFor } from "#messages/translator.ts";
import { buildCii } from "./build-cii.ts";
import { buildUbl } from "./build-ubl.ts";
import { writeContent } from "./write-content.ts";

/** The syntaxes of XRechnung, by which its files end. Whoever takes one takes the other. */
export const E_INVOICE_FORMS = ["ubl", "cii"] as const;
export type EInvoiceForm = (typeof E_INVOICE_FORMS)[number];

/** A file, or why there is none. */
export type MadeEInvoice = { file: { name: string; xml: string } } | { faults: EInvoiceFault[] };

/** An invoice as XRechnung. One that breaks a rule is not made: its receiver's machine would refuse it. */
export function makeEInvoice(issued: InvoiceContent, form: EInvoiceForm): MadeEInvoice {
  const content = writeContent(issued, translatorFor(issued.language));
  const faults = checkEInvoice(content, "xrechnung");
  if (faults.length > 0) return { faults };
  const invoice = describeEInvoice(content);
  const xml = form === "ubl" ? buildUbl(invoice) : buildCii(invoice, "xrechnung");
  return { file: { name: `${content.code}.${form}.xml`, xml } };
}

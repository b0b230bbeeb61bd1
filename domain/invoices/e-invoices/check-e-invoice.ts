import { message } from "#messages/message.ts";
import type { InvoiceContent } from "../invoice-content.ts";
import { checkArithmetic } from "./check-arithmetic.ts";
import { checkFields } from "./check-fields.ts";
import { checkTaxCategories } from "./check-tax-categories.ts";
import { checkXrechnung } from "./check-xrechnung.ts";
import { describeEInvoice } from "./describe-e-invoice.ts";
import type { EInvoiceFault } from "./list-fault-unless.ts";

/** XRechnung, or EN 16931 alone, which is what Factur-X and ZUGFeRD ask for. */
export type EInvoiceStandard = "xrechnung" | "en16931";

/** What has a number and is owed. */
const KINDS: ReadonlySet<string> = new Set([
  "invoice",
  "cancellation",
  "credit_note",
] satisfies InvoiceContent["kind"][]);

/**
 * Why an invoice cannot be sent as an e-invoice, one fault for each rule that it would break; empty when it can. Nothing is sent that has
 * one: a machine at the other end would refuse it, and the person who wrote it would never know.
 */
export function checkEInvoice(content: InvoiceContent, standard: EInvoiceStandard): EInvoiceFault[] {
  if (!KINDS.has(content.kind)) {
    return [{ rule: "BR-CL-01", place: "invoice", message: message("einvoice.kind_wrong") }];
  }
  const invoice = describeEInvoice(content);
  return [
    ...checkFields(invoice),
    ...checkArithmetic(invoice, content),
    ...checkTaxCategories(invoice),
    ...(standard === "xrechnung" ? checkXrechnung(invoice) : []),
  ];
}

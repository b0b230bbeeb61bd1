import type { SchoolSettings } from "../../settings/inputs.ts";
import { getSeller } from "../build-invoice-content.ts";
import type { InvoiceContent, InvoiceParty } from "../invoice-content.ts";
import { checkEInvoice } from "./check-e-invoice.ts";
import type { EInvoiceFault } from "./list-fault-unless.ts";

const BUYER: InvoiceParty = {
  ...{ name: "-", contactName: "", email: "buyer@example.org", phone: "", street: "", number: "" },
  ...{ postCode: "0", town: "-", country: "DE", vatId: "", taxNumber: "", registerNumber: "" },
};

/** An invoice that lacks nothing but what its seller does. */
const PAPER: Omit<InvoiceContent, "seller"> = {
  ...{ kind: "invoice", code: "1", issuedOn: "2026-01-01", dueOn: "2026-01-01", language: "en", currency: "EUR" },
  ...{ buyer: BUYER, buyerReference: "1", orderCode: "1", corrects: null, lines: [], taxes: [], notes: [] },
  ...{ netMinor: 0, taxMinor: 0, totalMinor: 0, paidMinor: 0, dueMinor: 0 },
  payment: { means: "other", holder: "", iban: "", bic: "", reference: "" },
};

/** What the school's own details lack for its invoices to be e-invoices, whatever is sold to whom: for its settings, before a buyer meets it. */
export function listSellerFaults(settings: SchoolSettings): EInvoiceFault[] {
  const content = { ...PAPER, seller: getSeller(settings) };
  return checkEInvoice(content, "xrechnung").filter(({ place }) => place === "seller");
}

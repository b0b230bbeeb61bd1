import { message } from "#messages/message.ts";
import { COUNTRIES } from "../../kernel/countries.ts";
import { isCurrency } from "../../kernel/currencies.ts";
import type { EInvoice, EInvoiceParty } from "./describe-e-invoice.ts";
import { type EInvoiceFault, listFaultUnless } from "./list-fault-unless.ts";

/** As EN 16931 has its days, and on a calendar. */
const isDay = (text: string) => {
  const at = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
};

/** What every invoice of EN 16931 must say (BR-01 to BR-65, the code lists of BR-CL, BR-CO-25 and 26). */
export function checkFields(invoice: EInvoice): EInvoiceFault[] {
  return [
    ...listFaultUnless(invoice.code !== "", "BR-02", "invoice", message("einvoice.code_missing")),
    ...listFaultUnless(isDay(invoice.issuedOn), "BR-03", "invoice", message("einvoice.issue_day_missing")),
    ...listFaultUnless(isCurrency(invoice.currency), "BR-CL-04", "invoice", message("einvoice.currency_unknown")),
    ...checkSeller(invoice.seller),
    ...checkBuyer(invoice.buyer),
    ...checkDue(invoice),
    ...listFaultUnless(
      invoice.corrects === null || invoice.corrects.code !== "",
      "BR-55",
      "invoice",
      message("einvoice.corrected_missing"),
    ),
    ...checkLines(invoice),
  ];
}

function checkSeller(seller: EInvoiceParty): EInvoiceFault[] {
  const isKnown = [seller.id, seller.registerNumber, seller.vatId].some((number) => number !== "");
  return [
    ...listFaultUnless(seller.name !== "", "BR-06", "seller", message("einvoice.seller_name_missing")),
    ...checkCountry(seller.country, "BR-09", "seller"),
    ...listFaultUnless(isKnown, "BR-CO-26", "seller", message("einvoice.seller_number_missing")),
    ...listFaultUnless(hasCountry(seller.vatId), "BR-CO-09", "seller", message("einvoice.seller_vat_id_country")),
  ];
}

function checkBuyer(buyer: EInvoiceParty): EInvoiceFault[] {
  return [
    ...listFaultUnless(buyer.name !== "", "BR-07", "buyer", message("einvoice.buyer_name_missing")),
    ...checkCountry(buyer.country, "BR-11", "buyer"),
    ...listFaultUnless(hasCountry(buyer.vatId), "BR-CO-09", "buyer", message("einvoice.buyer_vat_id_country")),
  ];
}

function checkCountry(country: string, rule: "BR-09" | "BR-11", place: "seller" | "buyer"): EInvoiceFault[] {
  const missing = message(place === "seller" ? "einvoice.seller_country_missing" : "einvoice.buyer_country_missing");
  const unknown = message(place === "seller" ? "einvoice.seller_country_unknown" : "einvoice.buyer_country_unknown");
  if (country === "") return [{ rule, place, message: missing }];
  return listFaultUnless(COUNTRIES.includes(country), "BR-CL-14", place, unknown);
}

/** A VAT id begins with its country, and Greece's with EL. */
const hasCountry = (vatId: string) => vatId === "" || /^(EL|XI)/.test(vatId) || COUNTRIES.includes(vatId.slice(0, 2));

function checkDue({ due, dueOn, terms, notes }: EInvoice): EInvoiceFault[] {
  if (dueOn !== "" && !isDay(dueOn)) {
    return [{ rule: "BR-CO-25", place: "invoice", message: message("einvoice.due_day_wrong") }];
  }
  const isSaid = due <= 0 || dueOn !== "" || terms !== "" || notes !== "";
  return listFaultUnless(isSaid, "BR-CO-25", "invoice", message("einvoice.due_day_missing"));
}

function checkLines({ lines }: EInvoice): EInvoiceFault[] {
  return [
    ...listFaultUnless(lines.length > 0, "BR-16", "invoice", message("einvoice.lines_missing")),
    ...lines.flatMap(({ id: line, name, quantity, servedFrom, servedTo }) => [
      ...listFaultUnless(name !== "", "BR-25", "invoice", message("einvoice.line_name_missing", { line })),
      ...listFaultUnless(
        Number.isInteger(quantity) && quantity !== 0,
        "BR-22",
        "invoice",
        message("einvoice.line_quantity_missing", { line }),
      ),
      ...listFaultUnless(
        [servedFrom, servedTo].every((day) => day === "" || isDay(day)) &&
          (servedFrom === "" || servedTo === "" || servedFrom <= servedTo),
        "BR-30",
        "invoice",
        message("einvoice.line_days_wrong", { line }),
      ),
    ]),
  ];
}

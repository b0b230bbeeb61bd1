import { message } from "#messages/message.ts";
import type { EInvoice } from "./describe-e-invoice.ts";
import type { TaxCode, TaxGroup } from "./list-tax-groups.ts";
import { type EInvoiceFault, listFaultUnless } from "./list-fault-unless.ts";

/** What each category of tax asks for (BR-S, BR-Z, BR-E, BR-AE, BR-O), and that lines and groups are of the same ones (BR-CO-18). */
export function checkTaxCategories(invoice: EInvoice): EInvoiceFault[] {
  const { taxes, lines } = invoice;
  const codes = [...new Set([...taxes, ...lines].map(({ category }) => category))];
  const mixed = codes.includes("O") && codes.length > 1;
  return [
    ...listFaultUnless(taxes.length > 0, "BR-CO-18", "invoice", message("einvoice.taxes_missing")),
    ...listFaultUnless(!mixed, "BR-O-11", "invoice", message("einvoice.outside_mixed")),
    ...codes.flatMap((code) => checkCategory(code, invoice)),
    ...taxes.flatMap((group) => checkGroup(group, invoice)),
  ];
}

/** Whoever names a tax names their number at the tax office, and a buyer who owes it theirs. */
function checkCategory(code: TaxCode, { seller, buyer }: EInvoice): EInvoiceFault[] {
  if (code === "O") return [];
  const isSellerKnown = seller.vatId !== "" || seller.taxNumber !== "";
  const isBuyerKnown = buyer.vatId !== "" || buyer.registerNumber !== "";
  return [
    ...listFaultUnless(isSellerKnown, `BR-${code}-02`, "seller", message("einvoice.seller_tax_number_missing")),
    ...listFaultUnless(code !== "AE" || isBuyerKnown, "BR-AE-02", "buyer", message("einvoice.buyer_vat_id_missing")),
  ];
}

function checkGroup(group: TaxGroup, { lines }: EInvoice): EInvoiceFault[] {
  const { category: code, percent } = group;
  const isOfGroup = (line: EInvoice["lines"][number]) =>
    line.category === code && (line.percent === null || line.percent === percent);
  const net = lines.filter(isOfGroup).reduce((total, line) => total + line.net, 0);
  const isReasonSaid = code === "S" || code === "Z" || group.exemptionReason !== "" || group.exemptionCode !== "";
  const isRateRight = code === "S" ? Number(percent) > 0 && Number(percent) < 100 : Number(percent) === 0;
  return [
    ...listFaultUnless(lines.some(isOfGroup), `BR-${code}-01`, "invoice", message("einvoice.tax_group_without_lines")),
    ...listFaultUnless(net === group.net, `BR-${code}-08`, "invoice", message("einvoice.sums_wrong")),
    ...listFaultUnless(isRateRight, `BR-${code}-05`, "invoice", message("einvoice.tax_rate_wrong")),
    ...listFaultUnless(code === "S" || group.tax === 0, `BR-${code}-09`, "invoice", message("einvoice.tax_wrong")),
    ...listFaultUnless(isReasonSaid, `BR-${code}-10`, "invoice", message("einvoice.exemption_reason_missing")),
  ];
}

import { message } from "#messages/message.ts";
import type { InvoiceContent } from "../invoice-content.ts";
import { computeHundredths } from "./compute-hundredths.ts";
import type { EInvoice, EInvoiceLine } from "./describe-e-invoice.ts";
import type { TaxGroup } from "./list-tax-groups.ts";
import { type EInvoiceFault, listFaultUnless } from "./list-fault-unless.ts";

const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0);

/** That the amounts add up, to the hundredth (BR-CO-10 to 17, PEPPOL-EN16931-R120), and fit into two decimals (BR-DEC). */
export function checkArithmetic(invoice: EInvoice, content: InvoiceContent): EInvoiceFault[] {
  const { lines, taxes, net, tax, total, paid, due } = invoice;
  const sums: [rule: string, holds: boolean][] = [
    ["BR-CO-10", net === sum(lines.map((line) => line.net))],
    ["BR-CO-14", tax === sum(taxes.map((group) => group.tax))],
    ["BR-CO-15", total === net + tax],
    ["BR-CO-16", due === total - paid],
    ["PEPPOL-EN16931-R120", lines.every(isLineRight)],
  ];
  return [
    ...listFaultUnless(hasTwoDecimals(content), "BR-DEC-09", "invoice", message("einvoice.decimals_too_many")),
    ...sums.flatMap(([rule, holds]) => listFaultUnless(holds, rule, "invoice", message("einvoice.sums_wrong"))),
    ...listFaultUnless(
      taxes.every((group) => isTaxRight(group, invoice)),
      "BR-CO-17",
      "invoice",
      message("einvoice.tax_wrong"),
    ),
  ];
}

function hasTwoDecimals({ lines, taxes, currency, ...content }: InvoiceContent): boolean {
  const amounts = [
    ...[content.netMinor, content.taxMinor, content.totalMinor, content.paidMinor, content.dueMinor],
    ...lines.flatMap((line) => [line.grossOfDiscountMinor, line.discountMinor, line.netMinor]),
    ...taxes.flatMap((group) => [group.netMinor, group.taxMinor]),
  ];
  return amounts.every((minor) => Number.isSafeInteger(minor) && computeHundredths(minor, currency) !== undefined);
}

function isLineRight({ quantity, price, discount, net }: EInvoiceLine): boolean {
  return net * price.quantity === quantity * price.amount - discount * price.quantity;
}

/** Hundredths. The official check (BR-CO-17, BR-S-09) lets pass what is off by less than a whole unit of the currency. */
const TAX_OFF_MAX = 99;

/** Tax is its rate of what is taxed. Rounded by line, or taken out of a price that includes it, it may be off by the least coin for each line. */
function isTaxRight(group: TaxGroup, { lines, currency }: EInvoice): boolean {
  const count = lines.filter(({ category }) => category === group.category).length;
  const right = Math.round((group.net * Number(group.percent)) / 100);
  const coin = computeHundredths(1, currency) ?? 1;
  return Math.abs(group.tax - right) <= Math.min(Math.max(count, 1) * coin, TAX_OFF_MAX);
}

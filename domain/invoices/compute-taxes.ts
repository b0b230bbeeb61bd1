import type { InvoiceLine, InvoiceTax } from "./invoice-content.ts";

/** The tax of the lines of an invoice by rate and category, the highest rate first. `reasonOf`: why a line bears none. */
export function computeTaxes(lines: readonly InvoiceLine[], reasonOf: (at: number) => string): InvoiceTax[] {
  const sums = new Map<string, InvoiceTax>();
  for (const [at, { taxRatePpm, taxCategory, netMinor, taxMinor }] of lines.entries()) {
    const key = `${taxCategory} ${taxRatePpm}`;
    const sum = sums.get(key) ?? { taxRatePpm, taxCategory, exemptionReason: "", netMinor: 0, taxMinor: 0 };
    sums.set(key, {
      ...sum,
      exemptionReason: sum.exemptionReason || (taxCategory === "standard" ? "" : reasonOf(at)),
      netMinor: sum.netMinor + netMinor,
      taxMinor: sum.taxMinor + taxMinor,
    });
  }
  return [...sums.values()].sort((a, b) => b.taxRatePpm - a.taxRatePpm || (a.taxCategory < b.taxCategory ? -1 : 1));
}

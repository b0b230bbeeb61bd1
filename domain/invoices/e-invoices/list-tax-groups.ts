import type { InvoiceContent, TaxCategory } from "../invoice-content.ts";
import { cleanLine } from "./clean-line.ts";

/** UNCL 5305, of which EN 16931 takes these and some that no school needs. */
export type TaxCode = "S" | "Z" | "E" | "AE" | "O";

export const TAX_CODES: Record<TaxCategory, TaxCode> = {
  standard: "S",
  zero: "Z",
  exempt: "E",
  reverse_charge: "AE",
  outside: "O",
};

/** BG-23: what is taxed alike. */
export type TaxGroup = {
  category: TaxCode;
  /** Of a hundred: `8.1`, and `0` outside the scope of tax, where BR-DE-14 wants it all the same. */
  percent: string;
  net: number;
  tax: number;
  /** BT-120, and BT-121 by the list VATEX; empty where tax is charged. */
  exemptionReason: string;
  exemptionCode: string;
};

const EXEMPTION_CODES: Partial<Record<TaxCode, string>> = { AE: "VATEX-EU-AE", O: "VATEX-EU-O" };

/** One group for each category and rate: two reasons for the same exemption stand in one, since a second is refused (BR-E-01). */
export function listTaxGroups(
  { taxes }: Pick<InvoiceContent, "taxes">,
  inHundredths: (minor: number) => number,
): TaxGroup[] {
  const groups = new Map<string, TaxGroup>();
  for (const tax of taxes) {
    const category = TAX_CODES[tax.taxCategory];
    const percent = category === "O" ? "0" : String(tax.taxRatePpm / 10_000);
    const key = `${category} ${percent}`;
    const before = groups.get(key);
    const isTaxed = category === "S" || category === "Z";
    const reasons = [before?.exemptionReason ?? "", isTaxed ? "" : cleanLine(tax.exemptionReason)];
    groups.set(key, {
      ...{ category, percent },
      net: (before?.net ?? 0) + inHundredths(tax.netMinor),
      tax: (before?.tax ?? 0) + inHundredths(tax.taxMinor),
      exemptionReason: [...new Set(reasons.filter((reason) => reason !== ""))].join(" "),
      exemptionCode: EXEMPTION_CODES[category] ?? "",
    });
  }
  return [...groups.values()];
}

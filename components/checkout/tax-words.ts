import { getTranslator } from "#components/messages/get-translator.ts";
import { formatAmount } from "#components/ui/money.tsx";
import { formatTaxRate } from "#components/ui/tax-rate.ts";
import type { TaxSum } from "#domain/tax/sum-taxes.ts";

/** What tax is in a price, a sentence for each rate; why there is none, where the school has said it. */
export function taxWords(taxes: readonly TaxSum[], currency: string): string[] {
  const t = getTranslator();
  return taxes.flatMap(({ taxRatePpm, taxNote, taxMinor }) => {
    if (taxRatePpm === 0) return taxNote === "" ? [] : [taxNote];
    const rate = formatTaxRate(taxRatePpm, t.language);
    return [t("tax.included", { rate, amount: formatAmount({ minor: taxMinor, currency }) })];
  });
}

import { getTranslator } from "#components/messages/get-translator.ts";
import { formatAmount } from "#components/ui/money.tsx";
import type { Quote } from "#domain/checkout/get-quote.ts";
import { taxWords } from "./tax-words.ts";

/** What places cost, in one sentence: each discount by name, and the total; then what tax is in it, or why there is none. */
export function quoteWords(quote: Quote, count: number): string {
  return [priceWords(quote, count), ...taxWords(quote.taxes, quote.total.currency)].join(" ");
}

function priceWords({ list, discounts, total }: Quote, count: number): string {
  const t = getTranslator();
  const less = discounts.map(({ label, amount }) => t("coupons.quote_less", { label, amount: formatAmount(amount) }));
  const price = formatAmount(list);
  const sum = total.minor === 0 ? t("checkout.free") : formatAmount(total);
  if (less.length === 0) return t("coupons.quote_plain", { count, total: sum });
  return t("coupons.quote_sentence", { count, price, less: less.join(", "), total: sum });
}

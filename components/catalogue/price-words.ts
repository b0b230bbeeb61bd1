import type { CourseCard } from "#domain/courses/list-course-cards.ts";
import { formatAmount } from "../ui/money.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";

/** More currencies than this are not said one by one. */
const SAID_MAX = 2;

/**
 * From what price a course is to be had. Amounts in two currencies are neither more nor less than each other, so each is said: a
 * price in one is no answer to "from" in another.
 */
export function priceWords(prices: CourseCard["prices"]): string {
  const t = getTranslator();
  const paid = prices.filter(({ price }) => price.minor > 0);
  const said = paid.slice(0, SAID_MAX).map(({ price }) => formatAmount(price, { short: true }));
  const [first = "", second] = said;
  const amounts =
    paid.length > SAID_MAX
      ? t("catalogue.amounts_or_other_currencies", { amounts: said.join(", ") })
      : second === undefined
        ? first
        : t("catalogue.either_amount", { first, second });
  const words = paid.some(({ isLeast }) => isLeast) ? t("catalogue.from_amounts", { amounts }) : amounts;
  if (paid.length === 0) return prices.length > 0 ? t("catalogue.free") : "";
  return paid.length < prices.length ? t("catalogue.free_or_amounts", { amounts: words }) : words;
}

import type { CourseCard } from "#domain/courses/list-course-cards.ts";
import { formatAmount } from "../ui/money.tsx";

/** More currencies than this are not said one by one. */
const SAID_MAX = 2;

/**
 * From what price a course is to be had. Amounts in two currencies are neither more nor less than each other, so each is said: a
 * price in one is no answer to "from" in another.
 */
export function priceWords(prices: CourseCard["prices"]): string {
  const paid = prices.filter(({ price }) => price.minor > 0);
  const said = paid.slice(0, SAID_MAX).map(({ price }) => formatAmount(price, { short: true }));
  const amounts = paid.length > SAID_MAX ? `${said.join(", ")} or other currencies` : said.join(" or ");
  const words = paid.some(({ isLeast }) => isLeast) ? `from ${amounts}` : amounts;
  if (paid.length === 0) return prices.length > 0 ? "Free" : "";
  return paid.length < prices.length ? `Free or ${words}` : words;
}

import type { OrderFacts } from "../order-facts.ts";

/** `Bookbinding`, or `Bookbinding and 2 more`. */
export function courseOf({ courseTitle, more }: OrderFacts): string {
  return more === 0 ? courseTitle : `${courseTitle} and ${more} more`;
}

import { asc, type SQL, sql } from "drizzle-orm";
import { cohorts } from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { isOffered } from "./is-offered.ts";

/**
 * Which price comes first. Without a rate of exchange, which a school does not keep, 500 CHF is neither more nor less than
 * 9,000 JPY: so what is free comes first, then what is sold in the school's own currency, then each other currency by itself,
 * and only within one currency are figures compared.
 */
type Priced = { priceMinor: number; currency: string };

const FREE = 0;
const OWN_CURRENCY = 1;
const OTHER_CURRENCY = 2;

/** Compares two offerings for sorting, the lower price first; `own` is the school's currency. */
export function comparePrices(a: Priced, b: Priced, own: string): number {
  const [rankA, rankB] = [rankOf(a, own), rankOf(b, own)];
  if (rankA !== rankB) return rankA - rankB;
  if (rankA === OTHER_CURRENCY && a.currency !== b.currency) return a.currency < b.currency ? -1 : 1;
  return a.priceMinor - b.priceMinor;
}

function rankOf({ priceMinor, currency }: Priced, own: string): number {
  if (priceMinor === 0) return FREE;
  return currency === own ? OWN_CURRENCY : OTHER_CURRENCY;
}

/** The same order for courses in a query, each by the first of its offerings that is not over; those without one come last. */
export function sortByPrice({ read, now }: ReadCtx, own: string): SQL[] {
  const { priceMinor, currency } = cohorts;
  const rank = sql`case when ${priceMinor} = 0 then ${sql.raw(String(FREE))}
    when ${currency} = ${own} then ${sql.raw(String(OWN_CURRENCY))} else ${sql.raw(String(OTHER_CURRENCY))} end`;
  // What costs nothing costs nothing in any currency.
  const group = sql`case when ${priceMinor} = 0 then '' else ${currency} end`;
  return [rank, group, sql`${priceMinor}`].map((key) => {
    const first = read
      .select({ key: sql`${key}` })
      .from(cohorts)
      .where(isOffered(now))
      .orderBy(rank, group, asc(priceMinor))
      .limit(1);
    return sql`(${first}) asc nulls last`;
  });
}

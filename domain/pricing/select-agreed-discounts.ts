import { and, asc, eq, type SQL, sql } from "drizzle-orm";
import { gatherRows } from "#db/json-list.ts";
import { coupons, lineDiscounts, orderLines, priceRules } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import type { AgreedDiscount } from "./compute-agreed-price.ts";

/** SQL: why the place of an order line cost less, in the order in which it was taken off, as `computeAgreedPrice` wants to know it. */
export function selectAgreedDiscounts(read: Reader | Tx): SQL<AgreedDiscount[]> {
  const isPrice = sql`${priceRules.effect} = 'price'`;
  const fields = {
    amountMinor: lineDiscounts.amountMinor,
    percentPpm: sql<number | null>`coalesce(${priceRules.percentPpm}, ${coupons.percentPpm})`.mapWith(Number),
    fixedMinor: sql<number | null>`case when ${isPrice} then ${priceRules.amountMinor} end`.mapWith(Number),
    cohortId: sql<string | null>`case when ${isPrice} then ${priceRules.cohortId} end`,
  };
  return gatherRows(read, fields, (select) =>
    select
      .from(lineDiscounts)
      .leftJoin(priceRules, and(eq(lineDiscounts.source, "price_rule"), eq(priceRules.id, lineDiscounts.sourceId)))
      .leftJoin(coupons, and(eq(lineDiscounts.source, "coupon"), eq(coupons.id, lineDiscounts.sourceId)))
      .where(eq(lineDiscounts.orderLineId, orderLines.id))
      .orderBy(asc(lineDiscounts.id)),
  );
}

import { asc, eq, sql } from "drizzle-orm";
import { lineDiscounts, orderLines } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import type { Money } from "../kernel/money.ts";

/** Why an order costs less than its places do. */
export type PriceFacts = { list: Money; discounts: { label: string; amount: Money }[] };

/** What a receipt says of an order that cost less: its list price, and each discount by name. Null for one at its list price. */
export async function getPriceFacts(
  read: Reader,
  { orderId, total }: { orderId: string; total: Money },
): Promise<PriceFacts | null> {
  const rows = await read
    .select({ label: lineDiscounts.label, minor: sql<number>`sum(${lineDiscounts.amountMinor})`.mapWith(Number) })
    .from(lineDiscounts)
    .innerJoin(orderLines, eq(orderLines.id, lineDiscounts.orderLineId))
    .where(eq(orderLines.orderId, orderId))
    .groupBy(lineDiscounts.source, lineDiscounts.label)
    // Price rules were taken off before coupons.
    .orderBy(sql`${lineDiscounts.source} desc`, asc(lineDiscounts.label));
  if (rows.length === 0) return null;
  const { currency } = total;
  const off = rows.reduce((sum, { minor }) => sum + minor, 0);
  return {
    list: { minor: total.minor + off, currency },
    discounts: rows.map(({ label, minor }) => ({ label, amount: { minor, currency } })),
  };
}

import { asc, eq } from "drizzle-orm";
import { lineDiscounts, orderLines } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { allocateDiscounts } from "../kernel/allocate-discounts.ts";
import type { Money } from "../kernel/money.ts";

/** Why an order costs less than its places do. */
export type PriceFacts = { list: Money; discounts: { label: string; amount: Money }[] };

/** What a receipt says of an order that cost less: its list price, and each discount by name. Null for one at its list price. */
export async function getPriceFacts(
  read: Reader,
  { orderId, total }: { orderId: string; total: Money },
): Promise<PriceFacts | null> {
  const { source, label, amountMinor, orderLineId } = lineDiscounts;
  const rows = await read
    .select({ source, label, amountMinor, orderLineId, lineMinor: orderLines.discountMinor })
    .from(lineDiscounts)
    .innerJoin(orderLines, eq(orderLines.id, orderLineId))
    .where(eq(orderLines.orderId, orderId))
    .orderBy(asc(lineDiscounts.id));
  const fitted = [...Map.groupBy(rows, (row) => row.orderLineId).values()].flatMap((line) =>
    allocateDiscounts(line, line[0]?.lineMinor ?? 0),
  );
  if (fitted.length === 0) return null;
  // Price rules were taken off before coupons.
  const sums = [...Map.groupBy(fitted, (row) => `${row.source === "price_rule" ? 0 : 1} ${row.label}`)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, same]) => ({ label: same[0]?.label ?? "", minor: sum(same) }));
  const { currency } = total;
  return {
    list: { minor: total.minor + sum(fitted), currency },
    discounts: sums.map(({ label: name, minor }) => ({ label: name, amount: { minor, currency } })),
  };
}

const sum = (rows: readonly { amountMinor: number }[]) => rows.reduce((total, row) => total + row.amountMinor, 0);

import { asc, eq, type SQL } from "drizzle-orm";
import type { DiscountSource } from "#db/enums.ts";
import { gatherRows, mapGathered } from "#db/json-list.ts";
import { lineDiscounts, orderLines } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { allocateDiscounts } from "../kernel/allocate-discounts.ts";

/** One reason why a line of an order costs less, in minor units of the order's currency. */
export type LineDiscount = { source: DiscountSource; label: string; amountMinor: number };

/** SQL: why an order line costs less than its place does, in the order in which it was taken off; together they are the line's discount. */
export function selectDiscounts(read: Reader): SQL<LineDiscount[]> {
  const { source, label, amountMinor } = lineDiscounts;
  const { discountMinor: lineMinor } = orderLines;
  const taken = gatherRows(read, { source, label, amountMinor, lineMinor }, (select) =>
    select.from(lineDiscounts).where(eq(lineDiscounts.orderLineId, orderLines.id)).orderBy(asc(lineDiscounts.id)),
  );
  return mapGathered(taken, (rows) =>
    allocateDiscounts(
      rows.map(({ lineMinor: _, ...discount }) => discount),
      rows[0]?.lineMinor ?? 0,
    ),
  );
}

import { asc, eq, type SQL } from "drizzle-orm";
import type { CreditEntryKind } from "#db/enums.ts";
import { gatherRows } from "#db/json-list.ts";
import { creditEntries, orders } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";

/** What credit has paid of an order (`spent`, below nothing), or what of its money became credit. Amounts are in minor units. */
export type OrderCredit = { id: string; kind: CreditEntryKind; amountMinor: number; at: Date };

/** SQL, in a query of orders: the same of each, the oldest first. */
export function selectOrderCredit(read: Reader): SQL<OrderCredit[]> {
  const { id, kind, amountMinor, createdAt: at } = creditEntries;
  return gatherRows(read, { id, kind, amountMinor, at }, (select) =>
    select
      .from(creditEntries)
      .where(eq(creditEntries.orderId, orders.id))
      .orderBy(asc(creditEntries.createdAt), asc(creditEntries.id)),
  );
}

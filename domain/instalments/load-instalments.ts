import { asc, eq, getTableColumns, type SQL } from "drizzle-orm";
import { gatherRows } from "#db/json-list.ts";
import { orderInstalments, orders } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";

export type Instalment = typeof orderInstalments.$inferSelect;

/** What an order asks for in parts, in their order, each with the fees of its reminders after it. None where it is paid at once. */
export async function loadInstalments(from: Reader | Tx, orderId: string): Promise<Instalment[]> {
  return from
    .select()
    .from(orderInstalments)
    .where(eq(orderInstalments.orderId, orderId))
    .orderBy(asc(orderInstalments.number), asc(orderInstalments.level));
}

/** SQL, in a query of orders: the same of each. */
export function selectOwnInstalments(read: Reader): SQL<Instalment[]> {
  return gatherRows(read, getTableColumns(orderInstalments), (select) =>
    select
      .from(orderInstalments)
      .where(eq(orderInstalments.orderId, orders.id))
      .orderBy(asc(orderInstalments.number), asc(orderInstalments.level)),
  );
}

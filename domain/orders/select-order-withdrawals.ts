import { desc, eq, type SQL } from "drizzle-orm";
import { gatherRows } from "#db/json-list.ts";
import { orders, withdrawals } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";

export type OrderWithdrawal = Pick<typeof withdrawals.$inferSelect, "id" | "state" | "receivedAt" | "reason">;

/** SQL, in a query of orders: the declarations of withdrawal that are of each, the newest first. */
export function selectOrderWithdrawals(read: Reader): SQL<OrderWithdrawal[]> {
  const { id, state, receivedAt, reason } = withdrawals;
  return gatherRows(read, { id, state, receivedAt, reason }, (select) =>
    select
      .from(withdrawals)
      .where(eq(withdrawals.orderId, orders.id))
      .orderBy(desc(withdrawals.receivedAt), desc(withdrawals.id)),
  );
}

import { and, eq, sql } from "drizzle-orm";
import { perClient } from "#db/prepared.ts";
import { postings } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";

const total = sql<number>`coalesce(sum(${postings.amountMinor}), 0)`.mapWith(Number);

const funds = perClient((read: Reader | Tx) => ({
  ofOrder: read
    .select({ total })
    .from(postings)
    .where(
      and(
        eq(postings.account, "customer_funds"),
        eq(postings.currency, sql.placeholder("currency")),
        eq(postings.detail, sql.placeholder("orderId")),
      ),
    )
    .prepare(),
}));

/** What the school holds for an order and has not earned yet, in minor units: money in, less what was earned or given back. */
export async function getOrderFunds(read: Reader | Tx, order: { id: string; currency: string }): Promise<number> {
  const [row] = await funds(read).ofOrder.execute({ currency: order.currency, orderId: order.id });
  return 0 - (row?.total ?? 0);
}

export type Balance = { account: string; currency: string; totalMinor: number };

/** Every account's balance by currency. Their sum in each currency is zero, always. */
export async function listBalances(read: Reader): Promise<Balance[]> {
  return read
    .select({ account: postings.account, currency: postings.currency, totalMinor: total })
    .from(postings)
    .groupBy(postings.account, postings.currency)
    .orderBy(postings.currency, postings.account);
}

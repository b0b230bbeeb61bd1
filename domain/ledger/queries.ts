import { and, eq, sql } from "drizzle-orm";
import { postings } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";

const total = sql<number>`coalesce(sum(${postings.amountMinor}), 0)`.mapWith(Number);

/** What the school holds for an order and has not earned yet, in minor units: money in, less what was earned or given back. */
export async function fundsOfOrder(read: Reader | Tx, orderId: string): Promise<number> {
  const [row] = await read
    .select({ total })
    .from(postings)
    .where(and(eq(postings.account, "customer_funds"), eq(postings.detail, orderId)));
  return -(row?.total ?? 0);
}

export type Balance = { account: string; currency: string; totalMinor: number };

/** Every account's balance by currency. Their sum in each currency is zero, always. */
export async function balances(read: Reader): Promise<Balance[]> {
  return read
    .select({ account: postings.account, currency: postings.currency, totalMinor: total })
    .from(postings)
    .groupBy(postings.account, postings.currency)
    .orderBy(postings.currency, postings.account);
}

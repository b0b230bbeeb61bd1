import { eq, inArray, sql } from "drizzle-orm";
import { accountingLines, postings } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";

const minor = (column: typeof accountingLines.amountMinor | typeof postings.amountMinor) =>
  sql<number>`sum(${column})`.mapWith(Number);

/** Where the general ledger, all of it booked, says something else than the ledger of the money. */
export async function compareLedgers(read: Reader): Promise<string[]> {
  return [...(await compareClearing(read)), ...(await compareOwed(read))];
}

/** Money at the services is the same in both; at the bank it stands on the account, or in suspense, once a statement has shown it. */
async function compareClearing(read: Reader): Promise<string[]> {
  const own = await read
    .select({ detail: postings.detail, currency: postings.currency, minor: minor(postings.amountMinor) })
    .from(postings)
    .where(eq(postings.account, "clearing"))
    .groupBy(postings.detail, postings.currency);
  const { account, detail, currency, amountMinor } = accountingLines;
  const theirs = await read
    .select({ account, detail, currency, minor: minor(amountMinor) })
    .from(accountingLines)
    .where(inArray(account, ["clearing", "bank", "suspense"]))
    .groupBy(account, detail, currency);
  const sums = new Map<string, number>();
  const add = (key: string, amount: number) => sums.set(key, (sums.get(key) ?? 0) + amount);
  for (const each of own) add(`${each.detail} ${each.currency}`, each.minor);
  for (const each of theirs) add(`${each.account === "clearing" ? each.detail : "bank"} ${each.currency}`, -each.minor);
  return [...sums]
    .filter(([, left]) => left !== 0)
    .map(([key, left]) => `the two ledgers differ by ${left} in the clearing of ${key}`);
}

/**
 * What the school owes for an order that is over is an open item of the same amount, whichever way sales are booked. Left out is what a
 * paper asks for still (a fee, an invoice whose money a bank has taken back) and what has gone back twice, by our hand and another, or as credit and
 * from the service's own pages.
 */
async function compareOwed(read: Reader): Promise<string[]> {
  const text = (name: string) => sql<string>`${sql.raw(name)}`;
  const rows = await read
    .select({ id: text("id"), ours: text("funds"), theirs: text("item") })
    .from(sql`(
      select o.id, coalesce((select sum(p.amount_minor) from postings p
          where p.account = 'customer_funds' and p.detail = o.id), 0) as funds,
        coalesce((select sum(i.balance_minor) from accounting_open_items i where i.order_id = o.id), 0) as item
      from orders o where o.state in ('cancelled', 'expired')
      and not exists (select 1 from order_instalments i where i.order_id = o.id and i.state = 'due')
      and not exists (select 1 from disputes d join payments p on p.id = d.payment_id where p.order_id = o.id)
      and not exists (select 1 from refunds r join payments p on p.id = r.payment_id
        where p.order_id = o.id and (r.state = 'failed' or r.reference like 'bank-%'
          or (r.state = 'external' and exists (select 1 from credit_entries c where c.order_id = o.id))))
    ) as owed`)
    .where(sql`funds <> item`);
  return rows.map(({ id, ours, theirs }) => `of ${id} ${ours} is owed, and its open item is ${theirs}`);
}

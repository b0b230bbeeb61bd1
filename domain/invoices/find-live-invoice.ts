import { and, eq, ne, sql } from "drizzle-orm";
import { perClient } from "#db/prepared.ts";
import { invoices } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import type { Invoice } from "./machine.ts";

const queries = perClient((read: Reader) => ({
  live: read
    .select()
    .from(invoices)
    .where(
      and(
        eq(invoices.orderId, sql.placeholder("orderId")),
        eq(invoices.kind, "invoice"),
        // Written out, so that the index of those that stand is taken.
        ne(invoices.state, sql`'cancelled'`),
      ),
    )
    .prepare(),
}));

/** The invoice of an order that stands; undefined while there is none, and once it is cancelled. */
export async function findLiveInvoice(read: Reader, orderId: string): Promise<Invoice | undefined> {
  const [live] = await queries(read).live.execute({ orderId });
  return live as Invoice | undefined;
}

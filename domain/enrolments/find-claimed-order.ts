import { eq, sql } from "drizzle-orm";
import { claimLinks, orderLines, orders, payments } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";

/** The order with which somebody else has bought a place, and what the place has cost in it. */
export type ClaimedOrder = { code: string; minor: number; currency: string; byTransfer: boolean };

/** Of an enrolment that came about by a claim link, for the office: its student sees nothing of the order. */
export async function findClaimedOrder(read: Reader, enrolmentId: string): Promise<ClaimedOrder | undefined> {
  const bank = sql<unknown>`exists (select 1 from ${payments} where ${payments.orderId} = ${orders.id} and ${payments.state} = 'settled' and ${payments.provider} = 'bank')`;
  const [found] = await read
    .select({
      code: orders.code,
      minor: orderLines.totalMinor,
      currency: orders.currency,
      byTransfer: bank.mapWith(Boolean),
    })
    .from(claimLinks)
    .innerJoin(orderLines, eq(orderLines.id, claimLinks.orderLineId))
    .innerJoin(orders, eq(orders.id, orderLines.orderId))
    .where(eq(claimLinks.enrolmentId, enrolmentId));
  return found;
}

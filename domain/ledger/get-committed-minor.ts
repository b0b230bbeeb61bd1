import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import { disputes, refunds } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import type { RefundState } from "#db/enums.ts";
import { getGivenCreditMinor } from "./credit-sums.ts";
import { withdrawn } from "./withdrawn-disputes.ts";

/** Money that is asked back, on its way or gone cannot be asked back again. */
export const LIVE_REFUNDS: readonly RefundState[] = ["requested", "submitted", "done", "external"];

/** How much of a payment is spoken for, in minor units: its live refunds, and its disputes whose money was taken, what became credit. */
export async function getCommittedMinor(read: Reader | Tx, paymentId: string): Promise<number> {
  const live = and(eq(refunds.paymentId, paymentId), inArray(refunds.state, [...LIVE_REFUNDS]));
  const taken = and(eq(disputes.paymentId, paymentId), withdrawn) as SQL;
  const [refunded] = await read
    .select({ minor: sql<number>`coalesce(sum(${refunds.amountMinor}), 0)`.mapWith(Number) })
    .from(refunds)
    .where(live);
  const [disputed] = await read
    .select({ minor: sql<number>`coalesce(sum(${disputes.amountMinor}), 0)`.mapWith(Number) })
    .from(disputes)
    .where(taken);
  return (refunded?.minor ?? 0) + (disputed?.minor ?? 0) + (await getGivenCreditMinor(read, paymentId));
}

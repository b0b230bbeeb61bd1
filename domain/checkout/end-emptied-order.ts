import { and, eq, inArray, or } from "drizzle-orm";
import type { ClaimLinkState, EnrolmentState } from "#db/enums.ts";
import { claimLinks, enrolments, orderLines, orders } from "#db/schema/index.ts";
import type { Tx } from "#db/types.ts";
import type { VerbPartCtx } from "../kernel/command.ts";
import { getOrderFunds } from "../ledger/list-balances.ts";
import { getPaidMinor } from "../orders/get-paid-minor.ts";
import { getRefundsUnderWay } from "../refunds/refund-due.ts";
import { endOrder } from "./end-with-order.ts";

/** A place that somebody may still claim, has, or has had to its end. One whose access was taken back is held by nobody. */
const HELD_LINKS: readonly ClaimLinkState[] = ["unpaid", "open"];
const HELD_PLACES: readonly EnrolmentState[] = ["pending", "active", "suspended", "completed"];

/**
 * The step of ending an order for others of which no place is left, as an order of one place ends with it: nobody hands out places of it any
 * more. What was not given back of it the school keeps; `owedMinor`: what goes back besides what its places gave back as they ended. One of
 * whose places somebody has completed stays what it was, and any other order too.
 */
export async function endEmptiedOrder(
  ctx: VerbPartCtx,
  orderId: string,
  { why, owedMinor = 0 }: { why: string; owedMinor?: number },
): Promise<void> {
  const [order] = await ctx.tx.select().from(orders).where(eq(orders.id, orderId));
  if (order?.state !== "paid" || !(await isEmptied(ctx.tx, orderId))) return;
  const paidMinor = (await getPaidMinor(ctx.tx, [orderId])).get(orderId) ?? 0;
  const leavingMinor = await getRefundsUnderWay(ctx.tx, orderId);
  const keptMinor = Math.max(0, paidMinor - Math.max(await getOrderFunds(ctx.tx, order), leavingMinor + owedMinor));
  // Each place has said whether its money is sent at once: what is still here waits for a person.
  await endOrder(ctx, order, { why, refund: "review", keptMinor });
}

async function isEmptied(tx: Tx, orderId: string): Promise<boolean> {
  const [claim] = await tx
    .select({ id: orderLines.id })
    .from(orderLines)
    .where(and(eq(orderLines.orderId, orderId), eq(orderLines.kind, "claim")))
    .limit(1);
  if (!claim) return false;
  const [held] = await tx
    .select({ id: orderLines.id })
    .from(orderLines)
    .leftJoin(claimLinks, eq(claimLinks.orderLineId, orderLines.id))
    .leftJoin(enrolments, or(eq(enrolments.id, claimLinks.enrolmentId), eq(enrolments.orderLineId, orderLines.id)))
    .where(
      and(
        eq(orderLines.orderId, orderId),
        or(inArray(claimLinks.state, [...HELD_LINKS]), inArray(enrolments.state, [...HELD_PLACES])),
      ),
    )
    .limit(1);
  return held === undefined;
}

import { and, eq, inArray, sql } from "drizzle-orm";
import { journals, orderLines, orders, payments, refunds } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import type { StepCtx } from "../kernel/command.ts";
import { getOrderFunds } from "../ledger/list-balances.ts";
import { clearReviewReason } from "../orders/clear-review-reason.ts";
import { REVERSAL_REASONS, type ReversalReason } from "../orders/flag-reversal.ts";
import { setReviewReason } from "../orders/set-review-reason.ts";

type Order = typeof orders.$inferSelect;

/**
 * Calls for a person when an order has ended and money of it is still the customer's, with no refund of it on its way. Called
 * wherever an order ends and wherever money comes back to one that has. An order that is flagged for something else already is
 * looked at anyway.
 */
export async function flagRefundDue(ctx: StepCtx, orderId: string): Promise<void> {
  const [order] = await ctx.tx.select().from(orders).where(eq(orders.id, orderId));
  if (!order || order.reviewReason !== null) return;
  const owedMinor = (await hasEndedPlaces(ctx.tx, order))
    ? await getCreditableMinor(ctx.tx, { ...order, reviewReason: "refund_due" })
    : await getOwedMinor(ctx.tx, order);
  if (owedMinor <= 0) return;
  await setReviewReason(ctx, orderId, "refund_due");
}

/** Whether money of single places that have ended was made the customer's again, while their order goes on. */
async function hasEndedPlaces(tx: Tx, { id, state }: Pick<Order, "id" | "state">): Promise<boolean> {
  if (state !== "paid") return false;
  const [ended] = await tx
    .select({ seq: journals.seq })
    .from(orderLines)
    .innerJoin(journals, and(eq(journals.sourceType, "order_line"), eq(journals.sourceId, orderLines.id)))
    .where(eq(orderLines.orderId, id))
    .limit(1);
  return ended !== undefined;
}

/** Nobody is called any more once all that is owed is on its way. */
export async function clearRefundDue(ctx: StepCtx, orderId: string): Promise<void> {
  const [order] = await ctx.tx.select().from(orders).where(eq(orders.id, orderId));
  if (order?.reviewReason !== "refund_due" || (await getCreditableMinor(ctx.tx, order)) > 0) return;
  await clearReviewReason(ctx, orderId, ["refund_due"]);
}

/**
 * Nobody is called any more to an order that was flagged because money lay there that is not the school's, once none does: it was given back,
 * or became credit. What befell its money after it was paid is shown all the same.
 */
export async function clearHeldReason(
  ctx: StepCtx,
  order: Pick<Order, "id" | "currency" | "reviewReason">,
): Promise<void> {
  const isAftermath = REVERSAL_REASONS.includes(order.reviewReason as ReversalReason);
  if (!order.reviewReason || isAftermath || (await getOrderFunds(ctx.tx, order)) !== 0) return;
  await clearReviewReason(ctx, order.id);
}

/** What is owed to the buyer of an order that has ended, less what is on its way to them, in minor units; 0 while it has not ended. */
export async function getOwedMinor(tx: Reader | Tx, order: Pick<Order, "id" | "currency" | "state">): Promise<number> {
  if (order.state !== "cancelled" && order.state !== "expired") return 0;
  return (await getOrderFunds(tx, order)) - (await getRefundsUnderWay(tx, order.id));
}

/**
 * What can become credit in place of money, in minor units: what is owed for an order that has ended, or for places of it that have, and what
 * was paid too much of one that is paid. What a paid order holds besides is for its next part.
 */
export async function getCreditableMinor(
  tx: Reader | Tx,
  order: Pick<Order, "id" | "currency" | "state" | "reviewReason">,
): Promise<number> {
  const isOwed = order.reviewReason === "paid_twice" || order.reviewReason === "refund_due";
  if (order.state !== "paid" || !isOwed) return getOwedMinor(tx, order);
  return Math.max(0, (await getOrderFunds(tx, order)) - (await getRefundsUnderWay(tx, order.id)));
}

/** What was asked for of an order and has not gone yet, in minor units. */
export async function getRefundsUnderWay(tx: Reader | Tx, orderId: string): Promise<number> {
  const [sent] = await tx
    .select({ minor: sql<number>`coalesce(sum(${refunds.amountMinor}), 0)`.mapWith(Number) })
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.paymentId))
    .where(and(eq(payments.orderId, orderId), inArray(refunds.state, ["requested", "submitted"])));
  return sent?.minor ?? 0;
}

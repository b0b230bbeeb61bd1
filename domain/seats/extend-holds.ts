import { and, eq, inArray } from "drizzle-orm";
import { holds, orderLines, orders, payments } from "#db/schema/index.ts";
import { DAY_MS, addMs } from "../kernel/clock.ts";
import type { StepCtx } from "../kernel/command.ts";
import { stillHeld } from "./claims.ts";

/** A transfer takes days, with a weekend in between. */
export const TRANSFER_MS = 7 * DAY_MS;

/** SQL: the orders of a buyer that wait for a transfer. */
function awaitingTransfer(buyerId: string) {
  return and(
    eq(orders.buyerId, buyerId),
    eq(orders.state, "awaiting_payment"),
    eq(payments.provider, "bank"),
    inArray(payments.state, ["created", "pending"]),
  );
}

/** Keeps the seats of somebody who has just confirmed their address for as long as their transfers may take. */
export async function extendTransferHolds(ctx: StepCtx, buyerId: string): Promise<void> {
  const waiting = await ctx.tx
    .select({ orderId: orders.id, expiresAt: orders.expiresAt, paymentId: payments.id })
    .from(orders)
    .innerJoin(payments, eq(payments.orderId, orders.id))
    .where(awaitingTransfer(buyerId));
  const until = addMs(ctx.now, TRANSFER_MS);
  for (const { orderId, expiresAt, paymentId } of waiting) {
    if (expiresAt === null || expiresAt <= ctx.now || expiresAt >= until) continue;
    await extendHolds(ctx, orderId, until);
    await ctx.tx.update(payments).set({ expiresAt: until }).where(eq(payments.id, paymentId));
  }
}

/** Keeps an order and its seats for longer. */
export async function extendHolds(ctx: StepCtx, orderId: string, until: Date): Promise<void> {
  await ctx.tx.update(orders).set({ expiresAt: until }).where(eq(orders.id, orderId));
  const lines = ctx.tx.select({ id: orderLines.id }).from(orderLines).where(eq(orderLines.orderId, orderId));
  await ctx.tx
    .update(holds)
    .set({ until })
    .where(and(inArray(holds.orderLineId, lines), stillHeld));
}

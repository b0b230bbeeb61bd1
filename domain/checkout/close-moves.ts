import { and, eq } from "drizzle-orm";
import { moves, type orders } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { cancelUnpaidOrder } from "./cancel-unpaid-order.ts";

type Order = Pick<typeof orders.$inferSelect, "id" | "buyerId">;

/**
 * Ends the moves that wait for their difference to be paid, of a place that goes elsewhere or into a cohort that takes place no more: their
 * orders are cancelled and their held seats go to whoever waits. Gives back the orders.
 */
export async function closeMoves(
  ctx: StepCtx,
  whose: { enrolmentId: string } | { toCohortId: string },
  why: string,
): Promise<Order[]> {
  const which =
    "enrolmentId" in whose ? eq(moves.enrolmentId, whose.enrolmentId) : eq(moves.toCohortId, whose.toCohortId);
  const closed = await ctx.tx
    .update(moves)
    .set({ state: "cancelled", decidedAt: ctx.now })
    .where(and(which, eq(moves.state, "awaiting_payment")))
    .returning({ orderLineId: moves.orderLineId });
  const ended: Order[] = [];
  for (const { orderLineId } of closed) {
    const order = orderLineId === null ? undefined : await cancelUnpaidOrder(ctx, orderLineId, why);
    if (order) ended.push(order);
  }
  return ended;
}

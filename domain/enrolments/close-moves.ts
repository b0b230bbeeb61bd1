import { and, eq } from "drizzle-orm";
import { holds, moves, orderLines, orders } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { tryTransition } from "../kernel/transitions.ts";
import { orderMachine } from "../orders/machine.ts";
import { endOpenTransfers } from "../payments/end-open-transfers.ts";
import { releaseSeat, stillHeld } from "../seats/claims.ts";
import { holdMachine } from "../seats/machine.ts";
import { offerSeats } from "../seats/offer-seats.ts";

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
    .returning({ orderLineId: moves.orderLineId, toCohortId: moves.toCohortId });
  const ended: Order[] = [];
  for (const { orderLineId, toCohortId } of closed) {
    if (orderLineId === null) continue;
    const [order] = await ctx.tx
      .select({ id: orders.id, buyerId: orders.buyerId })
      .from(orderLines)
      .innerJoin(orders, eq(orders.id, orderLines.orderId))
      .where(eq(orderLines.id, orderLineId));
    if (!order) continue;
    const set: Partial<typeof orders.$inferSelect> = { cancelledAt: ctx.now, cancelReason: why };
    await tryTransition(ctx, orderMachine, order.id, "cancelled", { from: ["awaiting_payment"], set, why });
    await endOpenTransfers(ctx, { orderId: order.id, why: "the order is cancelled" });
    ended.push(order);
    const [hold] = await ctx.tx
      .select({ id: holds.id })
      .from(holds)
      .where(and(eq(holds.orderLineId, orderLineId), stillHeld));
    if (hold && (await tryTransition(ctx, holdMachine, hold.id, "released", { why }))) {
      await releaseSeat(ctx, toCohortId, "held");
      await offerSeats(ctx, toCohortId);
    }
  }
  return ended;
}

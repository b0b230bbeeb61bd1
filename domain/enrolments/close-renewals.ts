import { and, eq, inArray } from "drizzle-orm";
import { orderLines, orders, renewals } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { tryTransition } from "../kernel/transitions.ts";
import { orderMachine } from "../orders/machine.ts";
import { endOpenTransfers } from "../payments/end-open-transfers.ts";

/** Nobody renews what was taken back: what the student asked for is closed, and what they have not paid is cancelled. */
export async function closeRenewals(ctx: StepCtx, enrolmentId: string, why: string): Promise<void> {
  const closed = await ctx.tx
    .update(renewals)
    .set({ state: "cancelled", decidedAt: ctx.now })
    .where(and(eq(renewals.enrolmentId, enrolmentId), inArray(renewals.state, ["requested", "awaiting_payment"])))
    .returning({ orderLineId: renewals.orderLineId });
  for (const { orderLineId } of closed) {
    if (orderLineId === null) continue;
    const [line] = await ctx.tx
      .select({ orderId: orderLines.orderId })
      .from(orderLines)
      .where(eq(orderLines.id, orderLineId));
    if (!line) continue;
    const set: Partial<typeof orders.$inferSelect> = { cancelledAt: ctx.now, cancelReason: why };
    await tryTransition(ctx, orderMachine, line.orderId, "cancelled", { from: ["awaiting_payment"], set, why });
    await endOpenTransfers(ctx, { orderId: line.orderId, why: "the order is cancelled" });
  }
}

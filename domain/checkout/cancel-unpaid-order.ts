import { eq } from "drizzle-orm";
import { orderLines, orders } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { tryTransition } from "../kernel/transitions.ts";
import { orderMachine } from "../orders/machine.ts";
import { endOpenTransfers } from "../payments/end-open-transfers.ts";
import { releaseOrder } from "./release-order.ts";

/**
 * Ends the order of a line whose purpose is gone, a move or a renewal of a place that ended: its seat goes to whoever waits, and what was paid of it, with
 * credit or by a part, goes back or calls a person. Gives back the order; nothing when it was paid or had ended meanwhile.
 */
export async function cancelUnpaidOrder(
  ctx: StepCtx,
  orderLineId: string,
  why: string,
): Promise<Pick<typeof orders.$inferSelect, "id" | "buyerId"> | undefined> {
  const [line] = await ctx.tx
    .select({ orderId: orderLines.orderId })
    .from(orderLines)
    .where(eq(orderLines.id, orderLineId));
  if (!line) return undefined;
  const set: Partial<typeof orders.$inferSelect> = { cancelledAt: ctx.now, cancelReason: why };
  const ended = await tryTransition(ctx, orderMachine, line.orderId, "cancelled", {
    from: ["awaiting_payment"],
    set,
    why,
  });
  if (!ended) return undefined;
  await endOpenTransfers(ctx, { orderId: ended.id, why: "the order is cancelled" });
  await releaseOrder(ctx, ended.id, why);
  return { id: ended.id, buyerId: ended.buyerId };
}

import { and, eq, inArray } from "drizzle-orm";
import { orders } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { tryTransition } from "../kernel/transitions.ts";
import { orderMachine } from "../orders/machine.ts";
import { releaseOrder } from "./release-order.ts";

/**
 * Ends what a person has ordered and not paid, because their account was disabled: they could not pay it, and its seats would
 * be held for nobody. Money that is on its way is kept as the customer's and flagged when it arrives.
 */
export async function releaseUnpaidOrders(ctx: StepCtx, buyerId: string): Promise<void> {
  const why = "account disabled";
  const unpaid = await ctx.tx
    .select({ id: orders.id })
    .from(orders)
    .where(and(eq(orders.buyerId, buyerId), inArray(orders.state, ["draft", "awaiting_payment"])));
  for (const { id } of unpaid) {
    const set = { cancelledAt: ctx.now, cancelReason: why };
    const from = ["draft", "awaiting_payment"] as const;
    if (await tryTransition(ctx, orderMachine, id, "cancelled", { from, set, why })) await releaseOrder(ctx, id, why);
  }
}

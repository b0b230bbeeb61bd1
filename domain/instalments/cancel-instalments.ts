import { and, eq, exists } from "drizzle-orm";
import { orderInstalments, orders } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { recordState } from "../kernel/transitions.ts";

/** Asks for no further part of an order that was cancelled. One that only ran out keeps its parts: late money may still be honoured. */
export async function cancelInstalments(ctx: StepCtx, orderId: string, why: string): Promise<void> {
  const isCancelled = ctx.tx
    .select({ id: orders.id })
    .from(orders)
    .where(and(eq(orders.id, orderId), eq(orders.state, "cancelled")));
  const cancelled = await ctx.tx
    .update(orderInstalments)
    .set({ state: "cancelled" })
    .where(and(eq(orderInstalments.orderId, orderId), eq(orderInstalments.state, "due"), exists(isCancelled)))
    .returning({ id: orderInstalments.id });
  for (const { id } of cancelled) await recordState(ctx, { type: "instalment", id }, "due", "cancelled", why);
}

import { and, eq, inArray } from "drizzle-orm";
import { renewals } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { cancelUnpaidOrder } from "./cancel-unpaid-order.ts";

/** Nobody renews what was taken back: what the student asked for is closed, and what they have not paid is cancelled. */
export async function closeRenewals(ctx: StepCtx, enrolmentId: string, why: string): Promise<void> {
  const closed = await ctx.tx
    .update(renewals)
    .set({ state: "cancelled", decidedAt: ctx.now })
    .where(and(eq(renewals.enrolmentId, enrolmentId), inArray(renewals.state, ["requested", "awaiting_payment"])))
    .returning({ orderLineId: renewals.orderLineId });
  for (const { orderLineId } of closed) if (orderLineId !== null) await cancelUnpaidOrder(ctx, orderLineId, why);
}

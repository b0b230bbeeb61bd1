import { eq } from "drizzle-orm";
import { orders, payments, refunds } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";

/** Loads a refund about which a second person decides. Refuses (`wrong_state`) one that needs none, or about which somebody has decided. */
export async function loadAwaitedRefund(ctx: StepCtx, refundId: string) {
  const [found] = await ctx.tx
    .select({ refund: refunds, payment: payments, order: orders })
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.paymentId))
    .innerJoin(orders, eq(orders.id, payments.orderId))
    .where(eq(refunds.id, refundId));
  if (!found) throw new Refusal("not_found");
  if (found.refund.approval !== "awaited" || found.refund.state !== "requested") throw new Refusal("wrong_state");
  return found;
}

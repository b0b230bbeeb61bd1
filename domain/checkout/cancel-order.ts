import { eq } from "drizzle-orm";
import { orders } from "#db/schema/index.ts";
import { getActorId } from "../kernel/actor.ts";
import { audit } from "../audit.ts";
import type { VerbPartCtx, WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { transition } from "../kernel/transitions.ts";
import { authorize } from "../policy.ts";
import { orderMachine } from "../orders/machine.ts";
import { endOpenTransfers } from "../payments/end-open-transfers.ts";
import { releaseOrder } from "./release-order.ts";
import { notifyBuyer } from "../orders/notify-buyer.ts";

/** Cancels an order that has not been paid, or not even been sent: a seat that it held is free again. A paid order ends with its enrolment instead. */
// eslint-disable-next-line matricula/write-verbs-check -- `cancelOpenOrder` audits it, as it does for a withdrawal.
export async function cancelOrder(ctx: WriteCtx, input: { orderId: string; why: string }): Promise<void> {
  const [order] = await ctx.tx.select().from(orders).where(eq(orders.id, input.orderId));
  if (!order) throw new Refusal("not_found");
  authorize(ctx, "order.cancel", { ownerId: order.buyerId });
  await cancelOpenOrder(ctx, order, input.why);
}

/** The step, for a verb that has asked the policy for more than this. */
export async function cancelOpenOrder(ctx: VerbPartCtx, order: typeof orders.$inferSelect, why: string): Promise<void> {
  await transition(ctx, orderMachine, order.id, "cancelled", {
    from: ["draft", "awaiting_payment"],
    set: { cancelledAt: ctx.now, cancelReason: why },
    why,
  });
  await releaseOrder(ctx, order.id, why);
  await endOpenTransfers(ctx, { orderId: order.id, why: "the order is cancelled" });
  // A draft was told to nobody, and who cancels their own knows it.
  if (order.state === "awaiting_payment" && getActorId(ctx.actor) !== order.buyerId) {
    const payload = { orderId: order.id, why };
    await notifyBuyer(ctx, order.buyerId, { kind: "order_cancelled", payload, dedupeKey: order.id });
  }
  await audit(
    ctx,
    "order.cancel",
    { type: "order", id: order.id },
    { before: { state: order.state }, after: { state: "cancelled", why } },
  );
}

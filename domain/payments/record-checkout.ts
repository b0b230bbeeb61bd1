import { eq } from "drizzle-orm";
import { orders, payments } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { StepCtx, WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { tryTransition } from "../kernel/transitions.ts";
import { notifyBuyer } from "../orders/notify-buyer.ts";
import { authorize } from "../policy.ts";
import { endOpenTransfers } from "./end-open-transfers.ts";
import { paymentMachine } from "./machine.ts";
import type { StartedCheckout } from "./provider.ts";

type Payment = typeof payments.$inferSelect;

/**
 * Notes where an attempt is paid, once its provider has said so, and tells the buyer how to transfer the money. A transfer that was
 * awaited before gives way to it; should it arrive all the same, a person confirms it as any late one. A payment that moved on
 * meanwhile keeps its state.
 */
export async function recordCheckout(ctx: WriteCtx, input: { paymentId: string } & StartedCheckout): Promise<Payment> {
  authorize(ctx, "payment.settle", {});
  const { paymentId, reference, checkoutUrl } = input;
  const pending = await tryTransition(ctx, paymentMachine, paymentId, "pending", { set: { reference, checkoutUrl } });
  if (pending) {
    await endOpenTransfers(ctx, { orderId: pending.orderId, exceptId: paymentId, why: "the buyer pays another way" });
    if (pending.provider === "bank") await tellHowToTransfer(ctx, pending);
    await audit(ctx, "payment.settle", { type: "payment", id: paymentId }, { after: { state: "pending", reference } });
    return pending;
  }
  const [payment] = await ctx.tx.select().from(payments).where(eq(payments.id, paymentId));
  if (!payment) throw new Refusal("not_found");
  return payment;
}

async function tellHowToTransfer(ctx: StepCtx, { id, orderId }: Payment): Promise<void> {
  const [order] = await ctx.tx.select({ buyerId: orders.buyerId }).from(orders).where(eq(orders.id, orderId));
  if (!order) return;
  const mail = { kind: "order_awaiting_transfer", payload: { paymentId: id }, dedupeKey: id };
  await notifyBuyer(ctx, order.buyerId, mail);
}

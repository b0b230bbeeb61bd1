import { eq } from "drizzle-orm";
import { orders, type payments } from "#db/schema/index.ts";
import { loadInstalments } from "../instalments/load-instalments.ts";
import type { StepCtx } from "../kernel/command.ts";
import { transition } from "../kernel/transitions.ts";
import { notifyBuyer } from "../orders/notify-buyer.ts";
import { addPayment } from "../payments/add-payment.ts";
import { endOpenTransfers } from "../payments/end-open-transfers.ts";
import { getAsked } from "../payments/get-asked.ts";
import { getTransferReference } from "../payments/get-transfer-reference.ts";
import { paymentMachine } from "../payments/machine.ts";

/**
 * A transfer has brought less than was asked for: its buyer is told by mail what has come, and asked for the rest under a reference of its own, so
 * that the bank's statement settles it as well. Nothing where the order's time is over: a person decides then.
 */
export async function requestRest(ctx: StepCtx, received: typeof payments.$inferSelect): Promise<void> {
  const [order] = await ctx.tx.select().from(orders).where(eq(orders.id, received.orderId));
  if (order?.state !== "awaiting_payment" && order?.state !== "paid") return;
  if (order.state === "awaiting_payment" && order.expiresAt && order.expiresAt <= ctx.now) return;
  const parts = await loadInstalments(ctx.tx, order.id);
  const next = parts.find(({ state }) => state === "due")?.number;
  if (order.state === "paid" && next === undefined) return;
  const choice = next === undefined ? "all" : order.state === "paid" ? { instalment: next } : "plan";
  const rest = await addPayment(ctx, order, "bank", await getAsked(ctx, order, choice));
  await endOpenTransfers(ctx, { orderId: order.id, exceptId: rest.id, why: "a part of it has come" });
  await transition(ctx, paymentMachine, rest.id, "pending", {
    set: { reference: getTransferReference(order.code, rest.id) },
  });
  await notifyBuyer(ctx, order.buyerId, {
    kind: "transfer_part_received",
    payload: { paymentId: rest.id, receivedId: received.id },
    dedupeKey: received.id,
  });
}

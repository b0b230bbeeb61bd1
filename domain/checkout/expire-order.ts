import { lte } from "drizzle-orm";
import { orders } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { tryTransition } from "../kernel/transitions.ts";
import { authorize } from "../policy.ts";
import { orderMachine } from "../orders/machine.ts";
import { releaseOrder } from "./release-order.ts";
import { notifyBuyer } from "../orders/notify-buyer.ts";

/** Ends an order whose time to pay has run out and gives its seat back. Says false when it was paid or moved on meanwhile. */
export async function expireOrder(ctx: WriteCtx, orderId: string): Promise<boolean> {
  authorize(ctx, "order.expire", {});
  const order = await tryTransition(ctx, orderMachine, orderId, "expired", { where: lte(orders.expiresAt, ctx.now) });
  if (!order) return false;
  await releaseOrder(ctx, order.id, "not paid in time");
  // One that was opened again runs out a second time, and its buyer is told a second time.
  const dedupeKey = `${order.id}:${ctx.now.toISOString()}`;
  await notifyBuyer(ctx, order.buyerId, { kind: "order_expired", payload: { orderId: order.id }, dedupeKey });
  await audit(ctx, "order.expire", { type: "order", id: order.id }, { after: { state: "expired", code: order.code } });
  return true;
}

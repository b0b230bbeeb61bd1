import { eq } from "drizzle-orm";
import { orderReminders, orders } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";

/** Says whether an order is reminded by itself of what it owes, and its access suspended when that is late for too long. */
export async function setOrderReminders(ctx: WriteCtx, input: { orderId: string; isOff: boolean }): Promise<void> {
  authorize(ctx, "payment.remind", {});
  const { orderId, isOff } = input;
  const [order] = await ctx.tx
    .select({ id: orders.id, wasOff: orderReminders.isOff })
    .from(orders)
    .leftJoin(orderReminders, eq(orderReminders.orderId, orders.id))
    .where(eq(orders.id, orderId));
  if (!order) throw new Refusal("not_found");
  if ((order.wasOff ?? false) === isOff) return;
  await ctx.tx
    .insert(orderReminders)
    .values({ orderId, isOff })
    .onConflictDoUpdate({ target: orderReminders.orderId, set: { isOff } });
  const change = { before: { reminders: !order.wasOff }, after: { reminders: !isOff } };
  await audit(ctx, "payment.remind", { type: "order", id: orderId }, change);
}

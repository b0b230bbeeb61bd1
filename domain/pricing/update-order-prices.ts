import { eq } from "drizzle-orm";
import { orderLines, orders } from "#db/schema/index.ts";
import { updateCouponUses } from "../coupons/update-coupon-uses.ts";
import type { StepCtx } from "../kernel/command.ts";
import type { TaxBuyer } from "../tax/is-reverse-charge.ts";
import { computeOrderPrices } from "./compute-order-prices.ts";

type Order = Pick<typeof orders.$inferSelect, "id" | "state" | "totalMinor" | "createdAt">;

/**
 * The step that gives an order the tax of who it is billed to, while it waits to be paid (compute-order-prices.ts). An attempt to pay that asks
 * for another amount is replaced by the next one. Says what the order comes to now.
 */
export async function updateOrderPrices(ctx: StepCtx, order: Order, buyer: TaxBuyer): Promise<number> {
  const isOpen = order.state === "awaiting_payment" || order.state === "draft";
  const priced = isOpen ? await computeOrderPrices(ctx.tx, order, buyer) : [];
  if (priced.length === 0) return order.totalMinor;
  let totalMinor = 0;
  for (const { line, price } of priced) {
    await ctx.tx.update(orderLines).set(price).where(eq(orderLines.id, line.id));
    totalMinor += price.totalMinor;
  }
  if (totalMinor !== order.totalMinor) {
    await ctx.tx.update(orders).set({ totalMinor }).where(eq(orders.id, order.id));
    await updateCouponUses(ctx, order.id);
  }
  return totalMinor;
}

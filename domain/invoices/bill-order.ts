import { eq } from "drizzle-orm";
import { type orders, users } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { updateOrderPrices } from "../pricing/update-order-prices.ts";
import { findBuyersBilling } from "./find-buyers-billing.ts";
import { type OrderBilling, readBillingDetails } from "./inputs.ts";
import { storeBilling } from "./store-billing.ts";

type Order = Pick<typeof orders.$inferSelect, "id" | "buyerId" | "state" | "totalMinor" | "createdAt">;

/**
 * The step that bills an order which was just made, with its lines, to whom its buyer has said now (`typed`), or else as their order before; and
 * gives it their tax. Says what it comes to then. Refuses (`invalid_input`) a VAT id that nobody can have, and a company without its address.
 */
export async function billOrder(ctx: StepCtx, order: Order, typed?: OrderBilling): Promise<number> {
  const known = typed ? undefined : await findBuyersBilling(ctx.tx, { buyerId: order.buyerId });
  const billing = typed ? await complete(ctx, order.buyerId, typed) : known;
  if (!billing) return order.totalMinor;
  await storeBilling(ctx, { orderId: order.id, billing, isCopied: known !== undefined });
  return updateOrderPrices(ctx, order, billing);
}

async function complete(ctx: StepCtx, buyerId: string, typed: OrderBilling): Promise<OrderBilling> {
  const details = readBillingDetails(typed);
  if (details.name !== "") return details;
  const [buyer] = await ctx.tx.select({ name: users.name }).from(users).where(eq(users.id, buyerId));
  return { ...details, name: buyer?.name ?? "" };
}

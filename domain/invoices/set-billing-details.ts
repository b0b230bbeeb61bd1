import { eq } from "drizzle-orm";
import { orderBilling, orders } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { diffRow } from "../kernel/diff-row.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { updateOrderPrices } from "../pricing/update-order-prices.ts";
import { type Billing, checkVatId } from "./inputs.ts";

/**
 * Says to whom an order is billed, and gives it their tax while it waits to be paid; saying it again takes the place of the first. What was issued already stays as it is: the office
 * corrects it (correct-invoice.ts). Refuses (`invalid_input`) a VAT id that nobody can have.
 */
export async function setBillingDetails(ctx: WriteCtx, input: { orderId: string } & Billing): Promise<void> {
  const [order] = await ctx.tx.select().from(orders).where(eq(orders.id, input.orderId));
  if (!order) throw new Refusal("not_found");
  authorize(ctx, "order.bill", { ownerId: order.buyerId });
  const { orderId, ...typed } = input;
  const details: Billing = { ...typed, vatId: checkVatId(typed) };
  const [before] = await ctx.tx.select().from(orderBilling).where(eq(orderBilling.orderId, orderId));
  const change = before ? diffRow(before, details) : { after: details };
  if (!change) return;
  const row = { ...details, updatedAt: ctx.now };
  await ctx.tx
    .insert(orderBilling)
    .values({ orderId, ...row })
    .onConflictDoUpdate({ target: orderBilling.orderId, set: row });
  const totalMinor = await updateOrderPrices(ctx, order, details);
  const amounts = totalMinor === order.totalMinor ? {} : { totalMinor };
  await audit(ctx, "order.bill", { type: "order", id: orderId }, { ...change, after: { ...change.after, ...amounts } });
}

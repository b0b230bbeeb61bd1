import { eq } from "drizzle-orm";
import { orders, users } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";

/** Who has placed an order. */
export async function loadBuyer(ctx: StepCtx, orderId: string): Promise<{ id: string; email: string }> {
  const [buyer] = await ctx.tx
    .select({ id: users.id, email: users.email })
    .from(orders)
    .innerJoin(users, eq(users.id, orders.buyerId))
    .where(eq(orders.id, orderId));
  if (!buyer) throw new Error(`order ${orderId} has no buyer`);
  return buyer;
}

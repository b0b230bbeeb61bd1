import { eq } from "drizzle-orm";
import { orders } from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { isAllowed } from "../policy.ts";

export type PaperOrder = Pick<typeof orders.$inferSelect, "id" | "code" | "buyerId">;

/** An order by its code in any case, for who may read its papers: its buyer and the office. Undefined for others. */
export async function findPaperOrder(ctx: ReadCtx, orderCode: string): Promise<PaperOrder | undefined> {
  if (orderCode.length > 20) return undefined;
  const [order] = await ctx.read
    .select({ id: orders.id, code: orders.code, buyerId: orders.buyerId })
    .from(orders)
    .where(eq(orders.code, orderCode.toUpperCase()));
  return order && isAllowed(ctx.actor, "invoice.read", { ownerId: order.buyerId }) ? order : undefined;
}

import { eq } from "drizzle-orm";
import { orders } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { clearReviewReason } from "./clear-review-reason.ts";

/** A person says that what an order was flagged for is resolved, and how. Refuses (`wrong_state`) one that is not flagged. */
export async function resolveOrder(ctx: WriteCtx, input: { orderId: string; why: string }): Promise<void> {
  authorize(ctx, "order.resolve", {});
  const { orderId, why } = input;
  const [before] = await ctx.tx
    .select({ reviewReason: orders.reviewReason })
    .from(orders)
    .where(eq(orders.id, orderId));
  if (!before) throw new Refusal("not_found");
  if (!(await clearReviewReason(ctx, orderId))) throw new Refusal("wrong_state");
  await audit(ctx, "order.resolve", { type: "order", id: orderId }, { before, after: { reviewReason: null, why } });
}

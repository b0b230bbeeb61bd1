import type { orders } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { notifyBuyer } from "../orders/notify-buyer.ts";

/** Tells the buyer that the places of an order can be claimed, and where their links are. */
export async function notifyOfClaimLinks(
  ctx: StepCtx,
  { id: orderId, buyerId }: Pick<typeof orders.$inferSelect, "id" | "buyerId">,
): Promise<void> {
  await notifyBuyer(ctx, buyerId, {
    kind: "claim_links_ready",
    payload: { orderId, isReminder: false },
    dedupeKey: orderId,
  });
}

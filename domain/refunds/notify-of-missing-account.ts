import type { orders, payments, refunds } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { notifyBuyer } from "../orders/notify-buyer.ts";

type Asked = {
  refund: Pick<typeof refunds.$inferSelect, "id" | "approval">;
  payment: Pick<typeof payments.$inferSelect, "provider">;
  order: Pick<typeof orders.$inferSelect, "buyerId" | "refundIban">;
};

/**
 * A transfer goes back by transfer, and the school knows no account that it came from: its buyer is asked by mail as soon as it is decided, where they
 * have not said it before. Nobody is asked for what a second person may still decline.
 */
export async function notifyOfMissingAccount(ctx: StepCtx, { refund, payment, order }: Asked): Promise<void> {
  if (payment.provider !== "bank" || order.refundIban !== null || refund.approval === "awaited") return;
  await notifyBuyer(ctx, order.buyerId, {
    kind: "refund_account_wanted",
    payload: { refundId: refund.id },
    dedupeKey: refund.id,
  });
}

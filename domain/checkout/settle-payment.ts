import type { orders, payments } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { postJournal } from "../ledger/post-journal.ts";
import { endOpenTransfers } from "../payments/end-open-transfers.ts";
import { type SettlementReviewReason, settleOrder } from "./settle-order.ts";

/**
 * Books the money of a payment that has just been settled, whoever said so, a provider or a person, and settles its order. The one
 * place that writes this journal.
 */
export async function settlePayment(
  ctx: StepCtx,
  payment: typeof payments.$inferSelect,
  order: typeof orders.$inferSelect,
): Promise<"paid" | SettlementReviewReason> {
  const { provider, amountMinor, currency } = payment;
  await postJournal(ctx, {
    kind: "payment_settled",
    source: { type: "payment", id: payment.id },
    lines: [
      { account: "clearing", detail: provider, amountMinor, currency },
      { account: "customer_funds", detail: order.id, amountMinor: -amountMinor, currency },
    ],
  });
  const outcome = await settleOrder(ctx, order);
  if (outcome === "paid") {
    await endOpenTransfers(ctx, { orderId: order.id, exceptId: payment.id, why: "the order is paid" });
  }
  return outcome;
}

import { eq } from "drizzle-orm";
import { orders, payments } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { StepCtx, WriteCtx } from "../kernel/command.ts";
import { enqueueMail } from "../kernel/enqueue-mail.ts";
import { tryTransition } from "../kernel/transitions.ts";
import { notifyBuyer } from "../orders/notify-buyer.ts";
import { refundMachine } from "./machine.ts";
import type { RefundStatus } from "../payments/provider.ts";
import { authorize } from "../policy.ts";
import { flagRefundDue } from "./refund-due.ts";
import { bookReversal, undoReversal } from "./book-reversal.ts";

/**
 * Notes what the provider says of a refund that we asked for. When it is done the ledger follows; when the bank sends the money
 * back after all, the ledger follows too. Saying it again changes nothing.
 */
export async function recordRefund(ctx: WriteCtx, input: { refundId: string; view: RefundStatus }): Promise<boolean> {
  authorize(ctx, "refund.record", {});
  const { refundId, view } = input;
  // A refund that the provider would not make names none there, and says nothing of one that it made.
  const neverMade = view.state === "failed" && view.reference === "";
  const refund = await tryTransition(ctx, refundMachine, refundId, view.state, {
    ...(neverMade ? { from: ["requested", "submitted"] as const } : {}),
    set: {
      reference: view.reference || null,
      failure: view.failure ?? null,
      ...(view.state === "done" ? { doneAt: ctx.now } : {}),
    },
    why: view.failure ?? "",
  });
  if (!refund) return false;
  const { id, paymentId } = refund;
  const source = { type: "refund", id } as const;
  if (refund.state === "done") {
    const { email } = await bookReversal(ctx, "refund_done", { source, ...refund });
    await enqueueMail(ctx, { kind: "refund_done", to: email, payload: { refundId: id }, dedupeKey: id });
  }
  if (refund.state === "failed") {
    await undoReversal(ctx, "refund_failed", { source, paymentId });
    await flagFailed(ctx, paymentId);
    // Whoever has read that it was on its way waits for it.
    if (refund.doneAt !== null) await tellFailed(ctx, refund);
  }
  await audit(ctx, "refund.record", source, { after: { state: refund.state, failure: view.failure } });
  return true;
}

async function tellFailed(ctx: StepCtx, { id, paymentId }: { id: string; paymentId: string }): Promise<void> {
  const [order] = await ctx.tx
    .select({ buyerId: orders.buyerId })
    .from(payments)
    .innerJoin(orders, eq(orders.id, payments.orderId))
    .where(eq(payments.id, paymentId));
  if (!order) return;
  await notifyBuyer(ctx, order.buyerId, { kind: "refund_failed", payload: { refundId: id }, dedupeKey: id });
}

/** What did not go back is owed as before. */
async function flagFailed(ctx: StepCtx, paymentId: string): Promise<void> {
  const [payment] = await ctx.tx.select({ orderId: payments.orderId }).from(payments).where(eq(payments.id, paymentId));
  if (payment) await flagRefundDue(ctx, payment.orderId);
}

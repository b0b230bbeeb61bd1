import { and, eq } from "drizzle-orm";
import { orders, payments, refunds } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { formatFailure } from "../kernel/describe-failure.ts";
import { Refusal } from "../kernel/refusal.ts";
import { transition } from "../kernel/transitions.ts";
import { authorize } from "../policy.ts";
import { undoReversal } from "./book-reversal.ts";
import { refundMachine } from "./machine.ts";
import { recordRefundRequest } from "./request-refund.ts";

/** Why a transfer came back. */
export const RETURN_REASONS = ["transfer_account_wrong", "transfer_account_closed", "transfer_returned"] as const;
export type ReturnReason = (typeof RETURN_REASONS)[number];

/**
 * A refund by transfer came back from the bank: the ledger takes it back, and as much is owed by a new refund, which waits for another
 * account and is returned. The account that was wrong is forgotten, and the buyer is asked for another by mail, unless they have given one since:
 * then they are told that it goes there. Refuses (`wrong_state`) a refund that has not gone, came back already, or goes back by itself.
 */
export async function recordReturnedRefund(
  ctx: WriteCtx,
  input: { refundId: string; reason: ReturnReason },
): Promise<typeof refunds.$inferSelect> {
  authorize(ctx, "refund.return", {});
  const [found] = await ctx.tx
    .select({ refund: refunds, provider: payments.provider, orderId: payments.orderId })
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.paymentId))
    .where(eq(refunds.id, input.refundId));
  if (!found) throw new Refusal("not_found");
  if (found.provider !== "bank") throw new Refusal("wrong_state");
  const failure = formatFailure(input.reason);
  const old = await transition(ctx, refundMachine, found.refund.id, "failed", {
    from: ["done"],
    set: { failure },
    why: failure,
  });
  const source = { type: "refund", id: old.id } as const;
  await undoReversal(ctx, "refund_failed", { source, paymentId: old.paymentId });
  if (old.payeeIban !== null) {
    await ctx.tx
      .update(orders)
      .set({ refundHolder: null, refundIban: null })
      .where(and(eq(orders.id, found.orderId), eq(orders.refundIban, old.payeeIban)));
  }
  const { amountMinor, paymentId, reason } = old;
  const { refund } = await recordRefundRequest(ctx, { paymentId, amountMinor, reason, returnedId: old.id });
  await audit(ctx, "refund.return", source, {
    before: { state: "done" },
    after: { state: "failed", failure, refund: refund.id },
  });
  return refund;
}

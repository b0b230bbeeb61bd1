import { and, asc, eq, inArray, isNull } from "drizzle-orm";
import { orders, payments, refunds } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { StepCtx, WriteCtx } from "../kernel/command.ts";
import { formatFailure } from "../kernel/describe-failure.ts";
import { Refusal } from "../kernel/refusal.ts";
import { transition } from "../kernel/transitions.ts";
import { authorize } from "../policy.ts";
import { undoReversal } from "./book-reversal.ts";
import { notifyBuyer } from "../orders/notify-buyer.ts";
import { isApproved } from "./is-approval-needed.ts";
import { refundMachine } from "./machine.ts";
import { recordRefundRequest } from "./request-refund.ts";

/** Why a transfer came back. */
export const RETURN_REASONS = ["transfer_account_wrong", "transfer_account_closed", "transfer_returned"] as const;
export type ReturnReason = (typeof RETURN_REASONS)[number];

/**
 * A refund by transfer came back from the bank: the ledger takes it back, and as much is owed by a new refund, which waits for another
 * account and is returned. The account that was wrong is forgotten, for every order of the buyer where the bank says that it is, and the buyer is asked for another by mail, unless they have given one since:
 * then they are told that it goes there. Refuses (`wrong_state`) a refund that has not gone, came back already, or goes back by itself.
 */
export async function recordReturnedRefund(
  ctx: WriteCtx,
  input: { refundId: string; reason: ReturnReason },
): Promise<typeof refunds.$inferSelect> {
  authorize(ctx, "refund.return", {});
  const [found] = await ctx.tx
    .select({ refund: refunds, provider: payments.provider, orderId: orders.id, buyerId: orders.buyerId })
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.paymentId))
    .innerJoin(orders, eq(orders.id, payments.orderId))
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
  const others = old.payeeIban === null ? [] : await forgetAccount(ctx, found, old.payeeIban, input.reason);
  const { amountMinor, paymentId, reason } = old;
  const { refund } = await recordRefundRequest(ctx, { paymentId, amountMinor, reason, returnedId: old.id });
  await askForOthers(ctx, others, old.id);
  await audit(ctx, "refund.return", source, {
    before: { state: "done" },
    after: { state: "failed", failure, refund: refund.id },
  });
  return refund;
}

/**
 * The account is no longer the order's; where the bank says that the account is wrong or closed, it is no longer that of any order of the same buyer.
 * Gives back the other orders that have forgotten it.
 */
async function forgetAccount(
  ctx: StepCtx,
  { orderId, buyerId }: { orderId: string; buyerId: string },
  iban: string,
  reason: ReturnReason,
): Promise<string[]> {
  const which = reason === "transfer_returned" ? eq(orders.id, orderId) : eq(orders.buyerId, buyerId);
  const forgot = await ctx.tx
    .update(orders)
    .set({ refundHolder: null, refundIban: null })
    .where(and(which, eq(orders.refundIban, iban)))
    .returning({ id: orders.id });
  return forgot.map(({ id }) => id).filter((id) => id !== orderId);
}

/** Whose refunds of other orders were to go there, and stand in no file yet, is asked for an account for each of those orders. */
async function askForOthers(ctx: StepCtx, orderIds: string[], returnedId: string): Promise<void> {
  if (orderIds.length === 0) return;
  const waiting = await ctx.tx
    .select({ refundId: refunds.id, orderId: orders.id, buyerId: orders.buyerId })
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.paymentId))
    .innerJoin(orders, eq(orders.id, payments.orderId))
    .where(
      and(
        ...[inArray(orders.id, orderIds), eq(payments.provider, "bank"), isApproved, isNull(refunds.payoutRunId)],
        inArray(refunds.state, ["requested", "submitted"]),
      ),
    )
    .orderBy(asc(refunds.createdAt), asc(refunds.id));
  // The mail names the sum of what waits of its order.
  for (const { refundId, buyerId } of new Map(waiting.map((each) => [each.orderId, each])).values()) {
    const dedupeKey = `${refundId} ${returnedId}`;
    await notifyBuyer(ctx, buyerId, { kind: "refund_account_wanted", payload: { refundId }, dedupeKey });
  }
}

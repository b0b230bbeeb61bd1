import { eq } from "drizzle-orm";
import { orders, payments, refundLines, refunds } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import type { Rules, StepCtx, WriteCtx } from "../kernel/command.ts";
import { requireRecentSignIn } from "../accounts/recent-sign-in.ts";
import { notifyPerson } from "../accounts/notify-person.ts";
import { getExponent, type Money } from "../kernel/money.ts";
import { createId } from "../kernel/ids.ts";
import { Refusal } from "../kernel/refusal.ts";
import { recordState } from "../kernel/transitions.ts";
import { getActorId } from "../kernel/actor.ts";
import { authorize } from "../policy.ts";
import { getCommittedMinor } from "../ledger/get-committed-minor.ts";
import { endRefundedLinks } from "./end-refunded-links.ts";
import { isApprovalNeeded } from "./is-approval-needed.ts";
import { notifyOfTransfer } from "./notify-of-transfer.ts";
import { clearRefundDue } from "./refund-due.ts";

export type RequestedRefund = {
  refund: typeof refunds.$inferSelect;
  payment: typeof payments.$inferSelect;
  order: typeof orders.$inferSelect;
};

/** `lineId`: of which line of the order it gives money back, where that is known. */
type RefundRequest = {
  paymentId: string;
  amountMinor: number;
  currency?: string;
  reason: string;
  lineId?: string | undefined;
  /** How much of the payment could go back when whoever asks was told, in minor units. */
  seenMinor?: number | undefined;
  /** Somebody of the office has decided it, so that one of much money needs a second person. */
  isOfOffice?: boolean;
  /** It is a part of what is more together than one person may send. */
  isPartOfMuch?: boolean;
  /** A transfer of it was sent and came back: which. */
  returnedId?: string;
};

/** Whether so much money only leaves when whoever sends it has just shown who they are. */
export function isLargeRefund({ minor, currency }: Money, rules: Pick<Rules, "refundConfirmAbove">): boolean {
  return minor > rules.refundConfirmAbove * 10 ** getExponent(currency);
}

/**
 * Asks for money to go back from one settled payment. What is asked for, is on its way and has gone can never be more than
 * was paid, less what a bank took back in a dispute: the sum is taken inside the transaction. The provider is called afterwards.
 * More than the school's bound (`rules.refundConfirmAbove`) asks for a recent sign-in, and whoever sends it is told by mail. Refuses
 * (`amount_mismatch`) when something of it went back since it was seen.
 */
export async function requestRefund(ctx: WriteCtx, input: RefundRequest): Promise<RequestedRefund> {
  authorize(ctx, "refund.request", {});
  const { amountMinor: minor } = input;
  const found = await recordRefundRequest(ctx, { ...input, isOfOffice: true }, ({ currency }) => {
    if (isLargeRefund({ minor, currency }, ctx.rules)) requireRecentSignIn(ctx);
  });
  const { refund, order } = found;
  await audit(ctx, "refund.request", { type: "refund", id: refund.id }, { after: describeRequest(found) });
  const amount = { minor: refund.amountMinor, currency: refund.currency };
  if (isLargeRefund(amount, ctx.rules) && ctx.actor.type === "user") {
    await notifyPerson(ctx, ctx.actor.id, { event: "large_refund", amount, order: order.code });
  }
  return found;
}

/**
 * The step of asking for a refund: within what was paid and has not gone yet. For a verb that may give this money back without its
 * actor being one who may give back any, because the school has said so beforehand. The buyer of a refund by transfer is asked for their account.
 * `check` refuses before anything is written.
 */
export async function recordRefundRequest(
  ctx: StepCtx,
  input: RefundRequest,
  check: (payment: typeof payments.$inferSelect) => void = () => {},
): Promise<RequestedRefund> {
  const [found] = await ctx.tx
    .select({ payment: payments, order: orders })
    .from(payments)
    .innerJoin(orders, eq(orders.id, payments.orderId))
    .where(eq(payments.id, input.paymentId));
  if (!found) throw new Refusal("not_found");
  const { payment, order } = found;
  if (!Number.isSafeInteger(input.amountMinor) || input.amountMinor < 1) {
    throw new Refusal("invalid_input", { fields: { amount: message("fields.amount_positive") } });
  }
  if (payment.state !== "settled") throw new Refusal("wrong_state");
  if (input.currency !== undefined && input.currency !== payment.currency) throw new Refusal("amount_mismatch");
  const spokenFor = await getCommittedMinor(ctx.tx, payment.id);
  // A dialog that two people of the office have open gives back once.
  if (input.seenMinor !== undefined && input.seenMinor !== Math.max(0, payment.amountMinor - spokenFor)) {
    throw new Refusal("amount_mismatch", { words: message("endings.changed_meanwhile") });
  }
  if (spokenFor + input.amountMinor > payment.amountMinor) throw new Refusal("refund_too_large");
  check(payment);
  // What the system sends somebody has decided before (`requireApproval`).
  const isDecision = input.isOfOffice === true && ctx.actor.type === "user";
  const amount = { minor: input.amountMinor, currency: payment.currency };
  const isHeld = isDecision && (input.isPartOfMuch === true || (await isApprovalNeeded(ctx.tx, order, amount)));
  const [refund] = await ctx.tx
    .insert(refunds)
    .values({
      id: createId("refund"),
      paymentId: payment.id,
      state: "requested",
      amountMinor: input.amountMinor,
      currency: payment.currency,
      reason: input.reason,
      requestedBy: getActorId(ctx.actor),
      approval: isHeld ? "awaited" : null,
      returnedId: input.returnedId ?? null,
      createdAt: ctx.now,
    })
    .returning();
  if (!refund) throw new Error("the refund was not written");
  if (input.lineId !== undefined) {
    const line = { refundId: refund.id, orderLineId: input.lineId, amountMinor: input.amountMinor };
    await ctx.tx.insert(refundLines).values(line);
  }
  await recordState(ctx, { type: "refund", id: refund.id }, null, "requested", input.reason);
  await clearRefundDue(ctx, order.id);
  await endRefundedLinks(ctx, order.id);
  const asked = { refund, payment, order };
  // Nobody is promised what a second person may decline: they are asked once it is approved.
  if (!isHeld) await notifyOfTransfer(ctx, asked, { isReturned: input.returnedId !== undefined });
  return asked;
}

/** What the audit log says of a refund that was asked for. */
export function describeRequest({ refund, payment, order }: RequestedRefund) {
  const { amountMinor, currency, approval } = refund;
  return { payment: payment.id, order: order.code, amountMinor, currency, ...(approval ? { approval } : {}) };
}

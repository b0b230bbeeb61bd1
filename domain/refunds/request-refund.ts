import { eq } from "drizzle-orm";
import { orders, payments, refunds } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { Rules, WriteCtx } from "../kernel/command.ts";
import { requireRecentSignIn } from "../accounts/recent-sign-in.ts";
import { notifyPerson } from "../accounts/notify-person.ts";
import { getExponent, type Money } from "../kernel/money.ts";
import { createId } from "../kernel/ids.ts";
import { Refusal } from "../kernel/refusal.ts";
import { recordState } from "../kernel/transitions.ts";
import { getActorId } from "../kernel/actor.ts";
import { authorize } from "../policy.ts";
import { getCommittedMinor } from "../ledger/get-committed-minor.ts";
import { clearRefundDue } from "./refund-due.ts";

export type RequestedRefund = {
  refund: typeof refunds.$inferSelect;
  payment: typeof payments.$inferSelect;
  order: typeof orders.$inferSelect;
};

/** Whether so much money only leaves when whoever sends it has just shown who they are. */
export function isLargeRefund({ minor, currency }: Money, rules: Pick<Rules, "refundConfirmAbove">): boolean {
  return minor > rules.refundConfirmAbove * 10 ** getExponent(currency);
}

/**
 * Asks for money to go back from one settled payment. What is asked for, is on its way and has gone can never be more than
 * was paid, less what a bank took back in a dispute: the sum is taken inside the transaction. The provider is called afterwards.
 * More than the school's bound (`rules.refundConfirmAbove`) asks for a recent sign-in, and whoever sends it is told by mail.
 */
export async function requestRefund(
  ctx: WriteCtx,
  input: { paymentId: string; amountMinor: number; currency?: string; reason: string },
): Promise<RequestedRefund> {
  authorize(ctx, "refund.request", {});
  const [found] = await ctx.tx
    .select({ payment: payments, order: orders })
    .from(payments)
    .innerJoin(orders, eq(orders.id, payments.orderId))
    .where(eq(payments.id, input.paymentId));
  if (!found) throw new Refusal("not_found");
  const { payment, order } = found;
  if (payment.state !== "settled") throw new Refusal("wrong_state");
  if (input.currency !== undefined && input.currency !== payment.currency) throw new Refusal("amount_mismatch");
  const spokenFor = await getCommittedMinor(ctx.tx, payment.id);
  if (spokenFor + input.amountMinor > payment.amountMinor) throw new Refusal("refund_too_large");
  const amount = { minor: input.amountMinor, currency: payment.currency };
  const isLarge = isLargeRefund(amount, ctx.rules);
  if (isLarge) requireRecentSignIn(ctx);
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
      createdAt: ctx.now,
    })
    .returning();
  if (!refund) throw new Error("the refund was not written");
  await recordState(ctx, { type: "refund", id: refund.id }, null, "requested", input.reason);
  await clearRefundDue(ctx, order.id);
  await audit(
    ctx,
    "refund.request",
    { type: "refund", id: refund.id },
    { after: { payment: payment.id, order: order.code, amountMinor: refund.amountMinor, currency: refund.currency } },
  );
  if (isLarge && ctx.actor.type === "user") {
    await notifyPerson(ctx, ctx.actor.id, { event: "large_refund", amount, order: order.code });
  }
  return { refund, payment, order };
}

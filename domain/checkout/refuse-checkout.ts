import { eq } from "drizzle-orm";
import { orders, payments } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { StepCtx, WriteCtx } from "../kernel/command.ts";
import { formatFailure } from "../kernel/describe-failure.ts";
import { tryTransition } from "../kernel/transitions.ts";
import { orderMachine } from "../orders/machine.ts";
import { releaseOrder } from "./release-order.ts";
import { setReviewReason } from "../orders/set-review-reason.ts";
import { authorize } from "../policy.ts";
import { paymentMachine } from "../payments/machine.ts";
import { listPaymentMethods } from "../payments/list-payment-methods.ts";

/**
 * A provider has said for good that it will not take an attempt: trying again changes nothing. The attempt has failed and the
 * order needs review. The seat is not held for a payment that cannot be made: unless the buyer can pay another way, the order
 * ends. Says whether they can.
 */
export async function refuseCheckout(
  ctx: WriteCtx,
  input: { paymentId: string; why: string },
): Promise<{ otherWays: boolean }> {
  authorize(ctx, "payment.fail", {});
  const { paymentId } = input;
  const failure = formatFailure("checkout_refused", input.why);
  const failed = await tryTransition(ctx, paymentMachine, paymentId, "failed", {
    from: ["created"],
    set: { failure },
    why: failure,
  });
  if (!failed) return { otherWays: true };
  const [order] = await ctx.tx.select().from(orders).where(eq(orders.id, failed.orderId));
  if (!order) return { otherWays: false };
  const attempts = await ctx.tx.select().from(payments).where(eq(payments.orderId, order.id));
  const isLive = attempts.some(({ state }) => state === "created" || state === "pending");
  const amount = { minor: order.totalMinor, currency: order.currency };
  const otherWays = isLive || listPaymentMethods(ctx.rules, amount).some((name) => name !== failed.provider);
  await setReviewReason(ctx, order.id, "provider_refused");
  if (!otherWays) await endOrder(ctx, order.id);
  const after = { state: "failed", order: order.code, failure: failed.failure, otherWays };
  await audit(ctx, "payment.fail", { type: "payment", id: paymentId }, { after });
  return { otherWays };
}

async function endOrder(ctx: StepCtx, orderId: string) {
  const why = "cannot be paid";
  const ended = await tryTransition(ctx, orderMachine, orderId, "cancelled", {
    from: ["awaiting_payment"],
    set: { cancelledAt: ctx.now, cancelReason: why },
    why,
  });
  if (ended) await releaseOrder(ctx, orderId, why);
}

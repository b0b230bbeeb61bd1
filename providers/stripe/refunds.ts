import type Stripe from "stripe";
import type { RefundRequest, RefundStatus } from "#domain/payments/provider.ts";
import { formatFailure } from "#domain/kernel/describe-failure.ts";
import { toStripeAmount } from "./amounts.ts";
import { toRefundFailure } from "./failure-codes.ts";
import { isIntent } from "./cards.ts";
import { isRefused } from "./client.ts";
import { getIntentId } from "./session.ts";

/** What we write on every refund that is asked for here. */
export const REFUND_ID = "refund_id";
/** More refunds than this of one payment would be of less than a hundredth of it each. */
const REFUNDS_MAX = 100;

/**
 * Gives money back. A refund that Stripe already has is looked up by our id in its metadata: an idempotency key gives back the
 * first answer, however old, and is forgotten after a day, when the same call would be a second refund.
 */
export async function refundAtStripe(stripe: Stripe, request: RefundRequest): Promise<RefundStatus> {
  const intentId = await findIntentId(stripe, request.reference);
  if (intentId === null) return { state: "failed", reference: "", failure: formatFailure("nothing_paid") };

  const earlier = await stripe.refunds.list({ payment_intent: intentId, limit: REFUNDS_MAX });
  const same = earlier.data.find(({ metadata }) => metadata?.[REFUND_ID] === request.refundId);
  if (same) return toRefundStatus(same);
  try {
    const refund = await stripe.refunds.create(
      {
        payment_intent: intentId,
        amount: toStripeAmount(request.amount),
        reason: "requested_by_customer",
        metadata: { [REFUND_ID]: request.refundId, reason: request.reason.slice(0, 500) },
      },
      { idempotencyKey: request.idempotencyKey },
    );
    return toRefundStatus(refund);
  } catch (error) {
    if (!isRefused(error)) throw error;
    return { state: "failed", reference: "", failure: formatFailure("refund_failed", error.message) };
  }
}

async function findIntentId(stripe: Stripe, reference: string): Promise<string | null> {
  return isIntent(reference) ? reference : getIntentId(await stripe.checkout.sessions.retrieve(reference));
}

export function toRefundStatus({ id, status, failure_reason }: Stripe.Refund): RefundStatus {
  if (status === "succeeded") return { state: "done", reference: id };
  if (status === "failed" || status === "canceled") {
    return { state: "failed", reference: id, failure: toRefundFailure(failure_reason, status) };
  }
  return { state: "submitted", reference: id };
}

import type Stripe from "stripe";
import type { DisputeState } from "#db/enums.ts";
import { SECOND_MS } from "#domain/kernel/clock.ts";
import type { DisputeAtProvider, RefundAtProvider, Reversals } from "#domain/payments/provider.ts";
import { fromStripeAmount } from "./amounts.ts";
import { callStripe } from "./client.ts";
import { REFUND_ID, toRefundStatus } from "./refunds.ts";

/** More of either would be of less than a hundredth of the payment each. */
const OBJECTS_MAX = 100;

/** Every refund and dispute that Stripe has of a PaymentIntent, fetched again: what a message claims is not taken from it. */
export async function listReversals(stripe: Stripe, intent: string): Promise<Reversals> {
  const about = { payment_intent: intent, limit: OBJECTS_MAX };
  const [refunds, disputes] = await callStripe("say what went back of a payment", () =>
    Promise.all([stripe.refunds.list(about), stripe.disputes.list(about)]),
  );
  return {
    refunds: oldestFirst(refunds.data).map(refundOf),
    disputes: oldestFirst(disputes.data).map(disputeOf),
  };
}

function oldestFirst<T extends { created: number; id: string }>(objects: T[]): T[] {
  return objects.toSorted((a, b) => a.created - b.created || (a.id < b.id ? -1 : 1));
}

function refundOf(refund: Stripe.Refund): RefundAtProvider {
  return {
    ...toRefundStatus(refund),
    refundId: refund.metadata?.[REFUND_ID] ?? null,
    amount: fromStripeAmount(refund.amount, refund.currency),
    reason: refund.reason,
  };
}

/**
 * Its balance transactions say where its money is: none for an enquiry, a negative one when it was taken, a positive one
 * beside it when it was put back (https://docs.stripe.com/api/disputes/object, `balance_transactions`).
 */
function disputeOf(dispute: Stripe.Dispute): DisputeAtProvider {
  const amounts = dispute.balance_transactions.map(({ amount }) => amount);
  const dueBy = dispute.evidence_details.due_by;
  return {
    reference: dispute.id,
    state: stateOf(dispute.status),
    amount: fromStripeAmount(dispute.amount, dispute.currency),
    reason: dispute.reason,
    respondBy: dueBy === null ? null : new Date(dueBy * SECOND_MS),
    isWithdrawn: amounts.some((amount) => amount < 0),
    isReinstated: amounts.some((amount) => amount > 0),
  };
}

/** An enquiry that went no further, and a dispute that was prevented, took no money and end as closed. */
function stateOf(status: Stripe.Dispute.Status): DisputeState {
  if (status === "won") return "won";
  if (status === "lost") return "lost";
  return status === "warning_closed" || status === "prevented" ? "closed" : "open";
}

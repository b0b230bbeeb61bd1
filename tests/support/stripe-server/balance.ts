import type { DisputeObject, IntentObject, RefundObject, StripeObject } from "./objects.ts";

/** What moved the balance, as Stripe lists it: the newest first. */
export type Movement = StripeObject & { amount: number; fee: number; net: number; created: number; currency: string };

type Books = { intents: IntentObject[]; refunds: RefundObject[]; disputes: DisputeObject[]; others: Movement[] };

type Moved = { id: string; amount: number; fee?: number; category: string; source: StripeObject };

/** Every movement that follows from what was charged, given back and disputed, and whatever else was made to move. */
export function listMovements({ intents, refunds, disputes, others }: Books): Movement[] {
  const of = ({ id, amount, fee = 0, category, source }: Moved, created: number, currency: string): Movement => ({
    ...{ id, object: "balance_transaction", amount, fee, net: amount - fee, created, currency },
    ...{ available_on: created + 2 * 24 * 3600, exchange_rate: null, reporting_category: category, source },
    ...{ status: "pending", type: category === "dispute" ? "adjustment" : category },
  });
  const charges = intents
    .filter(({ status }) => status === "succeeded")
    .map((intent) => {
      const id = String(intent.latest_charge);
      const source = { id, object: "charge", payment_intent: intent.id, metadata: intent.metadata };
      const fee = Math.round(intent.amount * 0.029) + 30;
      const moved = { id: `txn_${id}`, amount: intent.amount, fee, category: "charge", source };
      return of(moved, Number(intent.created), intent.currency);
    });
  const back = refunds.flatMap((refund) => {
    const { id, amount, status } = refund;
    const created = Number(refund.created);
    const currency = String(refund.currency);
    const gone = of({ id: `txn_${id}`, amount: -amount, category: "refund", source: refund }, created, currency);
    const returned = { id: `txn_${id}_failed`, amount, category: "refund_failure", source: refund };
    return status === "failed" ? [gone, of(returned, created, currency)] : [gone];
  });
  const taken = disputes.flatMap((dispute) =>
    dispute.balance_transactions.map((moved, n) => {
      const { amount, reporting_category: category } = moved;
      const fee = amount < 0 ? 1500 : 0;
      return of(
        { id: `txn_${dispute.id}_${n}`, amount, fee, category, source: dispute },
        dispute.created,
        String(dispute.currency),
      );
    }),
  );
  return [...charges, ...back, ...taken, ...others].toSorted((a, b) => b.created - a.created);
}

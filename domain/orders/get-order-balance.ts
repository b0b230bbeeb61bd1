import type { OrderState } from "#db/enums.ts";
import type { InstalmentSums } from "../instalments/instalment-sums.ts";

/** How an order stands, whatever its state says: what came in, less what went back, against what it asks for now. */
export type OrderBalance = {
  kind: "unpaid" | "underpaid" | "paid" | "on_plan" | "partly_refunded" | "refunded" | "overpaid" | "nothing_due";
  dueMinor: number;
  /** Σ settled payments − Σ done refunds. */
  paidMinor: number;
  /** What an order in instalments asks for on a later day. */
  laterMinor: number;
  /** Too much (positive) or too little (negative). */
  differenceMinor: number;
  /** Of what an order that was paid asked for: what went back, by a refund or by the buyer's bank. */
  refundedMinor: number;
};

type Asked = Pick<InstalmentSums, "takenMinor" | "lateMinor" | "laterMinor" | "nextMinor">;

/**
 * An order is paid in full, or in instalments of which each is paid in full, so what a paid one lacks went back, and is not asked for
 * again; of its instalments those ask that are late, and the others not before their day is over. One that waits to be paid in parts asks for the first
 * of them. What has come of the next part, and does not pay it whole, is nothing too much. One that was cancelled or
 * ran out asks for nothing any more but what the school keeps of it by its terms: other money that is still here is too much.
 */
export function getOrderBalance(
  order: { state: OrderState; totalMinor: number; keptMinor: number },
  paidMinor: number,
  instalments?: Asked,
): OrderBalance {
  if (order.state === "awaiting_payment" && instalments) return getFirstPartBalance(paidMinor, instalments);
  const isOver = order.state === "cancelled" || order.state === "expired";
  const plan = order.state === "paid" ? instalments : undefined;
  const takenMinor = plan ? plan.takenMinor : order.totalMinor;
  const refundedMinor = order.state === "paid" ? Math.max(0, takenMinor - paidMinor) : 0;
  // What the school kept and gave back after all lacks to nobody.
  const keptMinor = Math.max(0, Math.min(order.keptMinor, paidMinor));
  // What a cancelled order asks for still is the fee that is left of it.
  const feeMinor = order.state === "cancelled" && instalments ? instalments.lateMinor + instalments.laterMinor : 0;
  const dueMinor = isOver ? keptMinor + feeMinor : takenMinor + (plan?.lateMinor ?? 0) - refundedMinor;
  const aheadMinor = plan ? getAheadMinor(paidMinor - dueMinor, plan) : 0;
  if (aheadMinor > 0) return getPlanBalance({ dueMinor, paidMinor, aheadMinor, laterMinor: plan?.laterMinor ?? 0 });
  const laterMinor = plan?.laterMinor ?? 0;
  const kind = refundedMinor > 0 ? kindOfRefunded(paidMinor) : kindOf(dueMinor, paidMinor, laterMinor);
  return { kind, dueMinor, paidMinor, laterMinor, differenceMinor: paidMinor - dueMinor, refundedMinor };
}

/** What has come of the next part before it is paid whole. As much as a whole part was paid twice. */
const getAheadMinor = (overMinor: number, { lateMinor, nextMinor }: Asked) =>
  lateMinor === 0 && overMinor > 0 && overMinor < nextMinor ? overMinor : 0;

function getPlanBalance(of: {
  dueMinor: number;
  paidMinor: number;
  aheadMinor: number;
  laterMinor: number;
}): OrderBalance {
  const { paidMinor, aheadMinor } = of;
  return {
    ...{ kind: "on_plan", dueMinor: of.dueMinor + aheadMinor, paidMinor },
    ...{ laterMinor: of.laterMinor - aheadMinor, differenceMinor: 0, refundedMinor: 0 },
  };
}

/** Nothing of it is paid whole: it asks for the first part now, and for what is late where it has waited for so long. */
function getFirstPartBalance(paidMinor: number, { lateMinor, laterMinor, nextMinor }: Asked): OrderBalance {
  const dueMinor = Math.max(nextMinor, lateMinor);
  const kind = paidMinor > dueMinor ? "overpaid" : paidMinor === 0 ? "unpaid" : "underpaid";
  return {
    ...{ kind, dueMinor, paidMinor, laterMinor: lateMinor + laterMinor - dueMinor },
    ...{ differenceMinor: paidMinor - dueMinor, refundedMinor: 0 },
  };
}

const kindOfRefunded = (paidMinor: number) => (paidMinor > 0 ? "partly_refunded" : "refunded");

function kindOf(dueMinor: number, paidMinor: number, laterMinor: number): OrderBalance["kind"] {
  if (paidMinor > dueMinor) return "overpaid";
  if (dueMinor === 0) return "nothing_due";
  if (paidMinor === dueMinor) return laterMinor > 0 ? "on_plan" : "paid";
  return paidMinor === 0 ? "unpaid" : "underpaid";
}

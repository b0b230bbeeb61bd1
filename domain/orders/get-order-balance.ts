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

/**
 * An order is paid in full, or in instalments of which each is paid in full, so what a paid one lacks went back, and is not asked for
 * again; of its instalments those ask that are late, and the others not before their day is over. One that was cancelled or
 * ran out asks for nothing any more but what the school keeps of it by its terms: other money that is still here is too much.
 */
export function getOrderBalance(
  order: { state: OrderState; totalMinor: number; keptMinor: number },
  paidMinor: number,
  instalments?: Pick<InstalmentSums, "takenMinor" | "lateMinor" | "laterMinor">,
): OrderBalance {
  const isOver = order.state === "cancelled" || order.state === "expired";
  const plan = order.state === "paid" ? instalments : undefined;
  const takenMinor = plan ? plan.takenMinor : order.totalMinor;
  const refundedMinor = order.state === "paid" ? Math.max(0, takenMinor - paidMinor) : 0;
  // What the school kept and gave back after all lacks to nobody.
  const keptMinor = Math.max(0, Math.min(order.keptMinor, paidMinor));
  // What a cancelled order asks for still is the fee that is left of it.
  const feeMinor = order.state === "cancelled" && instalments ? instalments.lateMinor + instalments.laterMinor : 0;
  const dueMinor = isOver ? keptMinor + feeMinor : takenMinor + (plan?.lateMinor ?? 0) - refundedMinor;
  const laterMinor = plan?.laterMinor ?? 0;
  const kind = refundedMinor > 0 ? kindOfRefunded(paidMinor) : kindOf(dueMinor, paidMinor, laterMinor);
  return { kind, dueMinor, paidMinor, laterMinor, differenceMinor: paidMinor - dueMinor, refundedMinor };
}

const kindOfRefunded = (paidMinor: number) => (paidMinor > 0 ? "partly_refunded" : "refunded");

function kindOf(dueMinor: number, paidMinor: number, laterMinor: number): OrderBalance["kind"] {
  if (paidMinor > dueMinor) return "overpaid";
  if (dueMinor === 0) return "nothing_due";
  if (paidMinor === dueMinor) return laterMinor > 0 ? "on_plan" : "paid";
  return paidMinor === 0 ? "unpaid" : "underpaid";
}

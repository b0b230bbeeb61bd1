import type { OrderState } from "#db/enums.ts";

/** How an order stands, whatever its state says: what came in, less what went back, against what it asks for now. */
export type OrderBalance = {
  kind: "unpaid" | "underpaid" | "paid" | "overpaid" | "nothing_due";
  dueMinor: number;
  /** Σ settled payments − Σ done refunds. */
  paidMinor: number;
  /** Too much (positive) or too little (negative). */
  differenceMinor: number;
};

/** An order that was cancelled or ran out asks for nothing any more, so money that is still here is too much. */
export function getOrderBalance(order: { state: OrderState; totalMinor: number }, paidMinor: number): OrderBalance {
  const isOver = order.state === "cancelled" || order.state === "expired";
  const dueMinor = isOver ? 0 : order.totalMinor;
  const differenceMinor = paidMinor - dueMinor;
  return { kind: kindOf(dueMinor, paidMinor), dueMinor, paidMinor, differenceMinor };
}

function kindOf(dueMinor: number, paidMinor: number): OrderBalance["kind"] {
  if (paidMinor > dueMinor) return "overpaid";
  if (dueMinor === 0) return "nothing_due";
  if (paidMinor === dueMinor) return "paid";
  return paidMinor === 0 ? "unpaid" : "underpaid";
}

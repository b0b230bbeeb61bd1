import type { Instalment } from "./load-instalments.ts";

/** Whether one payment has paid both; credit is no payment: what was paid with it at one moment belongs together. */
export const isOfSamePayment = ({ state, paymentId, paidAt }: Instalment, part: Instalment): boolean =>
  state === "paid" &&
  paymentId === part.paymentId &&
  (paymentId !== null || paidAt?.getTime() === part.paidAt?.getTime());

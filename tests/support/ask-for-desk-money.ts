import { expect } from "vitest";
import type { Asking } from "./ask-for-progress.ts";

/** Records money that came at the desk, and gives some of it back: each once, however many were told the same. */
export async function askForDeskMoney({ school, office, student, done }: Asking): Promise<void> {
  const { id: cohortId } = await school.cohort({ priceMinor: 9_500 });
  const { order } = await done("createEnrolment", "", student.token, { cohortId });
  const cash = { amount: { minor: 9_500, currency: "CHF" }, note: "cash at the desk", paidMinor: 0 };
  const payment = await done("recordTransfer", order.id, office, cash);
  expect([payment.provider, payment.state, payment.amount.minor]).toEqual(["bank", "settled", 9_500]);
  expect((await school.post(`/orders/${order.id}/payments/received`, office, cash)).body.code).toBe("amount_mismatch");
  const back = { amount: { minor: 500, currency: "CHF" }, reason: "a day less", refundableMinor: 9_500 };
  await done("requestRefund", payment.id, office, back);
  expect((await school.post(`/payments/${payment.id}/refunds`, office, back)).body.code).toBe("amount_mismatch");
}

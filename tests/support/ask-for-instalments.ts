import { expect } from "vitest";
import type { Asking } from "./ask-for-progress.ts";

/** Asks for every operation about an order that is paid in parts. */
export async function askForInstalments({ school, office, student, done }: Asking): Promise<void> {
  const { id: cohortId } = await school.cohort({ priceMinor: 9_500, endsAt: null });
  const plan = { deposit: { percent: 30 }, furtherParts: 2, monthsBetween: 1 };
  expect((await done("setPaymentPlan", cohortId, office, { plan })).paymentPlan).toEqual(plan);
  const { order } = await done("createEnrolment", "", student.token, { cohortId });
  const first = await done("startPayment", order.id, student.token, { provider: "bank", pay: "plan" });
  expect([first.amount.minor, first.firstInstalment, first.lastInstalment]).toEqual([2_850, 1, 1]);
  await done("confirmTransfer", first.id, office);
  const { instalments } = await done("readOrder", order.id, student.token);
  expect(instalments.map(({ state }: { state: string }) => state)).toEqual(["paid", "due", "due"]);
  expect(await done("remindOfOrder", order.id, office)).toEqual({ reminded: true });
  expect(await done("setOrderReminders", order.id, office, { isOff: true })).toEqual({ isOff: true });
  const second = { provider: "bank", pay: { instalment: 2 } };
  expect((await done("startPayment", order.id, student.token, second)).amount.minor).toBe(3_325);
}

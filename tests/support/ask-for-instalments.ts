import { addMs, DAY_MS } from "#domain/kernel/clock.ts";
import { expect } from "vitest";
import type { Asking } from "./ask-for-progress.ts";

/** Asks for every operation about an order that is paid in parts. */
export async function askForInstalments({ school, office, student, done }: Asking): Promise<void> {
  const { id: cohortId } = await school.cohort({
    ...{ priceMinor: 9_500, startsAt: addMs(school.clock(), DAY_MS), endsAt: null },
    ...{ cancelDays: 0, cancelPercent: 0 },
  });
  const plan = { deposit: { percent: 30 }, furtherParts: 2, monthsBetween: 1 };
  expect((await done("setPaymentPlan", cohortId, office, { plan })).paymentPlan).toEqual(plan);
  const { order, enrolment } = await done("createEnrolment", "", student.token, { cohortId });
  const first = await done("startPayment", order.id, student.token, { provider: "bank", pay: "plan" });
  expect([first.amount.minor, first.firstInstalment, first.lastInstalment]).toEqual([2_850, 1, 1]);
  await done("confirmTransfer", first.id, office);
  const { instalments } = await done("readOrder", order.id, student.token);
  expect(instalments.map(({ state }: { state: string }) => state)).toEqual(["paid", "due", "due"]);
  for (const query of ["?paper=payment_receipt&number=1", "?paper=statement"]) {
    const paper = await done("readOrderPaper", order.id, student.token, {}, query);
    expect(Buffer.from(paper.base64, "base64").subarray(0, 5).toString()).toBe("%PDF-");
  }
  expect(await done("remindOfOrder", order.id, office)).toEqual({ reminded: true });
  expect(await done("setOrderReminders", order.id, office, { isOff: true })).toEqual({ isOff: true });
  const second = { provider: "bank", pay: { instalment: 2 } };
  expect((await done("startPayment", order.id, student.token, second)).amount.minor).toBe(3_325);
  await done("leaveCohort", enrolment.id, student.token, { refundMinor: -6_650 });
  expect(await done("waiveFees", order.id, office, { why: "Kindness." })).toMatchObject({ state: "cancelled" });
}

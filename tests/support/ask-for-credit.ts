import { expect } from "vitest";
import type { Asking } from "./ask-for-progress.ts";

/** Asks for every operation about credit. */
export async function askForCredit({ school, office, student, done }: Asking): Promise<void> {
  const { id: cohortId } = await school.cohort({ priceMinor: 9_500, endsAt: null });
  const bought = await done("createEnrolment", "", student.token, { cohortId });
  const transfer = await done("startPayment", bought.order.id, student.token, { provider: "bank" });
  await done("confirmTransfer", transfer.id, office);
  await done("cancelEnrolment", bought.enrolment.id, office, { why: "ill" });
  const offer = await done("offerCredit", bought.order.id, office, { amountMinor: 9_500, reason: "For next time." });
  expect(await done("answerCreditOffer", offer.id, student.token, { agrees: true })).toEqual({ agrees: true });
  const gift = { amount: { minor: 500, currency: "CHF" }, reason: "The heating failed." };
  expect(await done("giveCredit", student.id, office, gift)).toEqual({ given: true });
  const again = await done("createEnrolment", "", student.token, { cohortId });
  expect(await done("applyCredit", again.order.id, student.token)).toEqual({ isPaid: true });
  const back = { amount: { minor: 300, currency: "CHF" }, reason: "moves away" };
  expect((await done("refundCredit", student.id, office, back)).refunds).toHaveLength(1);
  expect((await done("readCredit", student.id, student.token)).balances).toEqual([{ minor: 200, currency: "CHF" }]);
}

import { afterAll, beforeAll, expect, test } from "vitest";
import { findViolations } from "#tests/support/invariants.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { setPaymentPlan } from "../courses/set-payment-plan.ts";
import { addMs, DAY_MS } from "../kernel/clock.ts";
import { getReceipt } from "../learning/get-receipt.ts";
import { getOrder } from "../orders/get-order.ts";
import { startPayment } from "../payments/start-payment.ts";
import { applyPaymentUpdate } from "./apply-payment-update.ts";
import { cancelEnrolment } from "./cancel-enrolment.ts";
import { enrolStudent } from "./enrol-student.ts";
import { switchCohort } from "./switch-cohort.ts";

let school: TestSchool;
beforeAll(async () => {
  school = await openTestSchool();
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.drop();
});

test("what each part was before moves to cheaper dates stays known, and adds up with what they have taken off", async () => {
  const [admin, student] = [await school.person("admin"), await school.person("student")];
  const startsAt = addMs(school.clock(), 200 * DAY_MS);
  const facts = { capacity: 3, startsAt, moveDays: 3, cancelDays: 7, cancelPercent: 100 };
  const from = await school.cohort({ priceMinor: 48_000, ...facts });
  const plan = { deposit: { percent: 30 }, furtherParts: 3, monthsBetween: 1 };
  await school.as(admin)((ctx) => setPaymentPlan(ctx, { cohortId: from.id, plan }));
  const { order, enrolment } = await school.as(student)((ctx) =>
    enrolStudent(ctx, { cohortId: from.id, studentId: student.id }),
  );
  const { id: paymentId, amountMinor: minor } = await school.as(student)((ctx) =>
    startPayment(ctx, { orderId: order.id, provider: "sandbox", pay: "plan" }),
  );
  const view = { state: "settled" as const, amount: { minor, currency: "CHF" }, live: false, paymentId };
  await school.asSystem((ctx) => applyPaymentUpdate(ctx, { provider: "sandbox", paymentId, view }));
  const moveTo = async (priceMinor: number) => {
    const to = await school.cohort({ name: `At ${priceMinor}`, priceMinor, ...facts }, { id: from.courseId });
    school.clock.forward(DAY_MS);
    await school.as(student)((ctx) => switchCohort(ctx, { enrolmentId: enrolment.id, toCohortId: to.id }));
  };
  const parts = async () => {
    const receipt = await getReceipt(school.reading(student), order.code);
    const inOffice = await getOrder(school.reading(admin), order.code);
    expect(inOffice?.loweredMinor).toEqual(receipt?.loweredMinor);
    const was = (receipt?.instalments ?? []).map(
      ({ id, state, amountMinor }) => `${state} ${amountMinor} of ${amountMinor + (receipt?.loweredMinor[id] ?? 0)}`,
    );
    return { was, takenOffMinor: receipt?.takenOffMinor };
  };
  await moveTo(40_000);
  await moveTo(30_000);
  const stood = {
    was: ["paid 14400 of 14400", "due 11200 of 11200", "due 4400 of 11200", "cancelled 3200 of 11200"],
    takenOffMinor: 18_000,
  };
  expect(await parts()).toEqual(stood);
  // What ends with the place was taken off by no move.
  await school.as(admin)((ctx) => cancelEnrolment(ctx, { enrolmentId: enrolment.id, why: "ill", refund: "review" }));
  expect(await parts()).toEqual({
    ...stood,
    was: ["paid 14400 of 14400", "cancelled 11200 of 11200", "cancelled 4400 of 11200", "cancelled 3200 of 11200"],
  });
});

import { afterAll, beforeAll, expect, test } from "vitest";
import { enrolStudent } from "#domain/checkout/enrol-student.ts";
import { listSwitchTargets } from "#domain/checkout/list-switch-targets.ts";
import { setPaymentPlan } from "#domain/courses/set-payment-plan.ts";
import { addMs, DAY_MS } from "#domain/kernel/clock.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { payAtSandbox } from "#tests/support/pay-at-sandbox.ts";
import { openPayingSchool, type PayingSchool } from "#tests/support/paying-school.ts";
import { beginPayment } from "./begin-payment.ts";

let school: PayingSchool;
beforeAll(async () => {
  school = await openPayingSchool({});
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.close();
});

/** A place with a cheaper and a dearer date beside it, first to be paid by a transfer and then with a card. */
async function changedTheirMind(pay: "all" | "plan") {
  const startsAt = addMs(school.clock(), 60 * DAY_MS);
  const terms = { moveDays: 3, cancelDays: 3, cancelPercent: 80, startsAt };
  const { id: cohortId, courseId } = await school.cohort({ priceMinor: 48_000, ...terms });
  for (const priceMinor of [40_000, 52_000]) await school.cohort({ priceMinor, ...terms }, { id: courseId });
  const admin = await school.person("admin");
  const plan = { deposit: { percent: 50 }, furtherParts: 1, monthsBetween: 1 };
  await school.as(admin)((ctx) => setPaymentPlan(ctx, { cohortId, plan }));
  const student = await school.person("student");
  const { order, enrolment } = await school.as(student)((ctx) =>
    enrolStudent(ctx, { cohortId, studentId: student.id }),
  );
  await beginPayment({ actor: student }, { orderId: order.id, provider: "bank", pay });
  const card = await beginPayment({ actor: student }, { orderId: order.id, provider: "sandbox", pay });
  await payAtSandbox(school, card.id);
  return listSwitchTargets(school.reading(student), { enrolmentId: enrolment.id, cohortId });
}

test("a transfer that gave way to a card keeps nobody from dates at another price", async () => {
  const offer = await changedTheirMind("all");
  expect(offer?.targets.map(({ difference }) => difference.minor).sort()).toEqual([-8_000, 4_000]);
  expect(offer?.asksWhy).toBeNull();
});

test("whoever pays in instalments may move to a dearer date, whose difference is an order of its own, and to a cheaper one, which lowers what is open", async () => {
  const offer = await changedTheirMind("plan");
  expect(offer?.targets.map(({ difference }) => difference.minor).sort()).toEqual([-8_000, 4_000]);
});

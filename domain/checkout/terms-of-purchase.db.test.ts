import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { orderLines, orders } from "#db/schema/index.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { getOrder } from "../api/orders.ts";
import { editCohort } from "../courses/edit-cohort.ts";
import { setCohortTerms } from "../courses/set-cohort-terms.ts";
import { listSwitchTargets } from "./list-switch-targets.ts";
import { moveEnrolment } from "./move-enrolment.ts";
import { switchCohort } from "./switch-cohort.ts";
import { addMs, DAY_MS } from "../kernel/clock.ts";
import { getReceipt } from "../learning/get-receipt.ts";
import { getMoneyBack } from "../mail/get-money-back.ts";
import { getEnrolmentFacts } from "../mail/order-facts.ts";
import { recordRefund } from "../refunds/record-refund.ts";
import { cancelEnrolment } from "./cancel-enrolment.ts";
import { confirmTransfer } from "./confirm-transfer.ts";
import { draftOrder } from "./draft-order.ts";
import { enrolStudent } from "./enrol-student.ts";
import { getLeavingOffer } from "./get-leaving-offer.ts";
import { leaveCohort } from "./leave-cohort.ts";

let school: TestSchool;
let admin: Awaited<ReturnType<TestSchool["person"]>>;
beforeAll(async () => {
  school = await openTestSchool();
  admin = await school.person("admin");
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.drop();
});

type Facts = Parameters<TestSchool["cohort"]>[0];
const inDays = (days: number) => addMs(school.clock(), days * DAY_MS);
const TERMS = { cancelDays: 7, cancelPercent: 80, cancelFeeMinor: 2_500, moveDays: 3 };

async function buy(facts: Facts = {}) {
  const startsAt = inDays(30);
  const made = await school.cohort({ priceMinor: 48_000, startsAt, ...TERMS, ...facts });
  const cohort = { ...made, startsAt };
  const student = await school.person("student");
  const input = { cohortId: cohort.id, studentId: student.id, provider: "bank" as const };
  const { enrolment, order, payment } = await school.as(student)((ctx) => enrolStudent(ctx, input));
  await school.asSystem((ctx) => confirmTransfer(ctx, payment?.id ?? ""));
  return { cohort, student, enrolmentId: enrolment.id, order };
}
const offerOf = (enrolmentId: string) => getLeavingOffer(school.database.read, school.clock(), enrolmentId);
const setTerms = (cohortId: string, terms: Omit<Parameters<typeof setCohortTerms>[1], "cohortId">) =>
  school.as(admin)((ctx) => setCohortTerms(ctx, { cohortId, ...terms }));

test("terms that the office makes stricter do not touch who has bought already", async () => {
  const { cohort, student, enrolmentId } = await buy();
  await setTerms(cohort.id, { cancelPercent: 10, cancelFeeMinor: 10_000, cancelDays: 29, moveDays: 29 });
  expect((await offerOf(enrolmentId))?.paid?.returned).toEqual({ minor: 35_900, currency: "CHF" });
  await setTerms(cohort.id, { cancelDays: null, moveDays: null });
  expect(await offerOf(enrolmentId)).toMatchObject({ how: "now", terms: { percent: 80 } });
  const where = { enrolmentId, cohortId: cohort.id };
  expect((await listSwitchTargets(school.reading(student), where))?.until).toEqual(addMs(cohort.startsAt, -3 * DAY_MS));
  expect(await school.as(student)((ctx) => leaveCohort(ctx, { enrolmentId }))).toMatchObject([{ amountMinor: 35_900 }]);
});

test("terms that the office makes kinder count for everybody, and whoever buys later has those of that day", async () => {
  const { cohort, enrolmentId } = await buy({ capacity: 2 });
  await setTerms(cohort.id, { cancelPercent: 100, cancelFeeMinor: 0 });
  expect((await offerOf(enrolmentId))?.paid?.returned.minor).toBe(48_000);
  await setTerms(cohort.id, { cancelPercent: 0 });
  expect((await offerOf(enrolmentId))?.paid?.returned.minor).toBe(35_900);
});

test("a cohort that begins earlier or later than was sold never ends the terms earlier", async () => {
  const { cohort, enrolmentId } = await buy();
  const until = addMs(cohort.startsAt, -7 * DAY_MS);
  const begin = (startsAt: Date) => school.as(admin)((ctx) => editCohort(ctx, { cohortId: cohort.id, startsAt }));
  await begin(inDays(25));
  expect(await offerOf(enrolmentId)).toMatchObject({ how: "now", until });
  await begin(inDays(20));
  expect(await offerOf(enrolmentId)).toMatchObject({ how: "now", until: inDays(20) });
  await begin(inDays(60));
  expect((await offerOf(enrolmentId))?.until).toEqual(inDays(53));
});

test("a moved place keeps the terms of its purchase beside those of the new cohort, and the kinder ones count", async () => {
  const { cohort, student, enrolmentId } = await buy();
  const at = (facts: Facts) =>
    school.cohort({ priceMinor: 48_000, startsAt: inDays(30), ...TERMS, ...facts }, { id: cohort.courseId });
  const [strict, kind] = [await at({ cancelPercent: 20, moveDays: null }), await at({ cancelPercent: 100 })];
  const move = (toCohortId: string) => school.as(student)((ctx) => switchCohort(ctx, { enrolmentId, toCohortId }));
  await move(strict.id);
  expect((await offerOf(enrolmentId))?.paid?.returned.minor).toBe(35_900);
  await move(kind.id);
  await setTerms(kind.id, { cancelDays: null });
  expect((await offerOf(enrolmentId))?.paid?.returned.minor).toBe(45_500);
  await school.as(admin)((ctx) => moveEnrolment(ctx, { enrolmentId, toCohortId: strict.id, why: "the room" }));
  expect((await offerOf(enrolmentId))?.paid?.returned.minor).toBe(45_500);
});

test("a line without terms, sold by the version before, has those of its cohort today", async () => {
  const { cohort, enrolmentId, order } = await buy();
  await school.database.write((tx) =>
    tx.update(orderLines).set({ terms: null }).where(eq(orderLines.orderId, order.id)),
  );
  await setTerms(cohort.id, { cancelPercent: 50 });
  expect((await offerOf(enrolmentId))?.paid?.returned.minor).toBe(21_500);
});

test("the order's page, its letter and the API say the terms of the purchase", async () => {
  const { cohort, student, enrolmentId, order } = await buy();
  await setTerms(cohort.id, { cancelDays: null, moveDays: null });
  const until = addMs(cohort.startsAt, -7 * DAY_MS);
  const cancel = { until, percent: 80, fee: { minor: 2_500, currency: "CHF" } };
  const receipt = await getReceipt(school.reading(student), order.code);
  expect(receipt?.leaving).toMatchObject([{ isAgreed: true, leaving: { cancel } }]);
  const facts = await getEnrolmentFacts(school.database.read, enrolmentId, "en");
  expect(facts?.leaving?.leaving.cancel).toEqual(cancel);
  const view = await getOrder(school.reading(student), order.id);
  const terms = { cohortId: cohort.id, cancelDays: 7, cancelPercent: 80, startsAt: cohort.startsAt };
  expect(view?.lines[0]?.terms).toMatchObject([{ ...terms, cancelFee: { minor: 2_500, currency: "CHF" } }]);
});

test("the mail of a cancelled place says how much goes back, how, and whether it is sent", async () => {
  const { student, enrolmentId, order } = await buy();
  const [asked] = await school.as(student)((ctx) => leaveCohort(ctx, { enrolmentId }));
  const amount = { minor: 35_900, currency: "CHF" };
  const kept = { minor: 12_100, currency: "CHF" };
  const back = () => getMoneyBack(school.database.read, enrolmentId);
  const accountOrderCode = order.code;
  expect(await back()).toEqual({
    parts: [{ amount, isTransfer: true, isSent: false, isHeld: false }],
    kept,
    accountOrderCode,
    owed: null,
  });
  const view = { state: "done" as const, reference: "re_mail" };
  await school.asSystem((ctx) => recordRefund(ctx, { refundId: asked?.id ?? "", view }));
  expect(await back()).toEqual({
    parts: [{ amount, isTransfer: true, isSent: true, isHeld: false }],
    kept,
    accountOrderCode: null,
    owed: null,
  });
  const decided = await buy();
  await school.as(admin)((ctx) => cancelEnrolment(ctx, { enrolmentId: decided.enrolmentId, why: "no room" }));
  expect(await getMoneyBack(school.database.read, decided.enrolmentId)).toEqual({
    ...{ parts: [], isUndecided: true, kept: null, owed: null, accountOrderCode: decided.order.code },
  });
});

test("an order that the office prepares keeps the terms of the day on which it was prepared", async () => {
  const startsAt = inDays(30);
  const cohort = await school.cohort({ priceMinor: 48_000, startsAt, ...TERMS });
  const student = await school.person("student");
  const order = await school.as(admin)((ctx) =>
    draftOrder(ctx, { cohortId: cohort.id, studentId: student.id, why: "by telephone" }),
  );
  const [line] = await school.database.read
    .select({ terms: orderLines.terms })
    .from(orderLines)
    .innerJoin(orders, eq(orders.id, orderLines.orderId))
    .where(eq(orders.id, order.id));
  expect(line?.terms).toMatchObject([{ ...TERMS, cohortId: cohort.id, startsAt: startsAt.toISOString() }]);
});

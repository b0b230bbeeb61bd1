import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cohorts, enrolments, orders, refunds } from "#db/schema/index.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { editCohort } from "../courses/edit-cohort.ts";
import { setCohortTerms } from "../courses/set-cohort-terms.ts";
import { moveEnrolment } from "./move-enrolment.ts";
import { listSwitchTargets } from "./list-switch-targets.ts";
import { switchCohort } from "./switch-cohort.ts";
import { addMs, DAY_MS } from "../kernel/clock.ts";
import { getOrderFunds } from "../ledger/list-balances.ts";
import { getOrderBalance } from "../orders/get-order-balance.ts";
import { recordRefund } from "../refunds/record-refund.ts";
import { requestRefund } from "../refunds/request-refund.ts";
import { joinWaitingList } from "../waiting/join-waiting-list.ts";
import { confirmTransfer } from "./confirm-transfer.ts";
import { enrolStudent } from "./enrol-student.ts";
import { getEnding } from "./get-ending.ts";
import { leaveCohort } from "./leave-cohort.ts";
import { recordTransfer } from "./record-transfer.ts";
import { getLeavingOffer } from "./get-leaving-offer.ts";

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
type Student = Awaited<ReturnType<TestSchool["person"]>>;

const IN_TEN_DAYS = () => addMs(school.clock(), 10 * DAY_MS);
const TERMS = { cancelDays: 7, cancelPercent: 80, cancelFeeMinor: 2_500 };

async function paidPlace(facts: Facts = {}) {
  const cohort = await school.cohort({ capacity: 1, priceMinor: 48_000, startsAt: IN_TEN_DAYS(), ...TERMS, ...facts });
  const student = await school.person("student");
  const input = { cohortId: cohort.id, studentId: student.id, provider: "bank" as const };
  const { enrolment, order, payment } = await school.as(student)((ctx) => enrolStudent(ctx, input));
  await school.asSystem((ctx) => confirmTransfer(ctx, payment?.id ?? ""));
  return { cohort, student, enrolmentId: enrolment.id, orderId: order.id, paymentId: payment?.id ?? "" };
}
const leave = (student: Student, enrolmentId: string, seenMinor?: number) =>
  school.as(student)((ctx) => leaveCohort(ctx, { enrolmentId, seenMinor }));
const offerOf = (enrolmentId: string) => getLeavingOffer(school.database.read, school.clock(), enrolmentId);
const orderOf = async (id: string) => (await school.database.read.select().from(orders).where(eq(orders.id, id)))[0];
const seatsOf = async (id: string) => {
  const [row] = await school.database.read.select().from(cohorts).where(eq(cohorts.id, id));
  return [row?.held, row?.taken];
};

test("what was paid comes back by the terms, the rest is kept, and nobody in the office has anything to do", async () => {
  const { cohort, student, enrolmentId, orderId } = await paidPlace();
  const next = await school.person("student");
  await school.as(next)((ctx) => joinWaitingList(ctx, { cohortId: cohort.id, studentId: next.id }));
  expect((await offerOf(enrolmentId))?.paid).toMatchObject({ returned: { minor: 35_900 }, kept: { minor: 12_100 } });
  const asked = await leave(student, enrolmentId, 35_900);
  expect(asked).toMatchObject([{ amountMinor: 35_900, state: "requested" }]);
  expect(await seatsOf(cohort.id)).toEqual([1, 0]);
  const order = await orderOf(orderId);
  expect(order).toMatchObject({ state: "cancelled", keptMinor: 12_100, reviewReason: null });
  const view = { state: "done" as const, reference: "re_1" };
  await school.asSystem((ctx) => recordRefund(ctx, { refundId: asked[0]?.id ?? "", view }));
  expect(await school.database.write((tx) => getOrderFunds(tx, { id: orderId, currency: "CHF" }))).toBe(0);
  expect(order && getOrderBalance(order, 12_100)).toMatchObject({ differenceMinor: 0 });
});

// pretix/pretix#1240: an order of which a fee was kept and then given back after all stood as underpaid.
test("what the school kept may be given back after all, and the order lacks nothing", async () => {
  const { student, enrolmentId, orderId, paymentId } = await paidPlace();
  const asked = await leave(student, enrolmentId, 35_900);
  const kind = { amountMinor: 12_100, reason: "out of kindness" };
  const { refund } = await school.as(admin)((ctx) => requestRefund(ctx, { paymentId, ...kind }));
  for (const { id } of [...asked, refund]) {
    const view = { state: "done" as const, reference: `re_${id}` };
    await school.asSystem((ctx) => recordRefund(ctx, { refundId: id, view }));
  }
  const order = await orderOf(orderId);
  expect(order && getOrderBalance(order, 0)).toMatchObject({ kind: "nothing_due", differenceMinor: 0, dueMinor: 0 });
  expect(await school.database.write((tx) => getOrderFunds(tx, { id: orderId, currency: "CHF" }))).toBe(0);
});

test("nothing is asked back where nothing comes back, and the order still ends in good order", async () => {
  const { student, enrolmentId, orderId } = await paidPlace({ cancelPercent: 0 });
  expect(await leave(student, enrolmentId, 0)).toEqual([]);
  expect(await orderOf(orderId)).toMatchObject({ state: "cancelled", keptMinor: 48_000, reviewReason: null });
});

test("another amount than the one that was read is refused, and nothing has changed", async () => {
  const { cohort, student, enrolmentId } = await paidPlace();
  await school.as(admin)((ctx) => setCohortTerms(ctx, { cohortId: cohort.id, cancelPercent: 90 }));
  await expect(leave(student, enrolmentId, 35_900)).rejects.toMatchObject({ code: "amount_mismatch" });
  expect(await seatsOf(cohort.id)).toEqual([0, 1]);
});

test("it is too late from the hour on at which the cohort begins, so many days earlier", async () => {
  const { student, enrolmentId } = await paidPlace({ startsAt: addMs(school.clock(), 7 * DAY_MS) });
  expect(await offerOf(enrolmentId)).toMatchObject({ how: "ask", why: "too_late" });
  await expect(leave(student, enrolmentId)).rejects.toMatchObject({
    code: "wrong_state",
    detail: { words: { key: "refusals.ask_to_cancel_late" } },
  });
  const early = await paidPlace({ startsAt: addMs(school.clock(), 7 * DAY_MS + 1) });
  expect(await leave(early.student, early.enrolmentId)).toHaveLength(1);
});

test("what the office gives back out of goodwill counts to the share of the terms, and is in the way only until it has gone", async () => {
  const { student, enrolmentId, orderId, paymentId } = await paidPlace();
  const { refund } = await school.as(admin)((ctx) =>
    requestRefund(ctx, { paymentId, amountMinor: 10_000, reason: "a day less" }),
  );
  expect(await offerOf(enrolmentId)).toMatchObject({ how: "ask", why: "under_way" });
  await expect(leave(student, enrolmentId)).rejects.toMatchObject({
    ...{ code: "wrong_state", said: { key: "refusals.ask_to_cancel_under_way" } },
  });
  const done = (refundId: string) =>
    school.asSystem((ctx) => recordRefund(ctx, { refundId, view: { state: "done", reference: `re_${refundId}` } }));
  await done(refund.id);
  // 359.00 of 480.00 come back by the terms, of which they have 100.00; the school keeps what it would have kept.
  const offer = await offerOf(enrolmentId);
  expect(offer).toMatchObject({ how: "now", paid: { paid: { minor: 38_000 }, returned: { minor: 25_900 } } });
  expect(offer?.paid).toMatchObject({ kept: { minor: 12_100 }, counted: { minor: 10_000 } });
  const ending = await getEnding(school.reading(admin), { enrolmentId });
  expect(ending?.lines).toMatchObject([{ returnedMinor: 25_900, keptMinor: 12_100, countedMinor: 10_000 }]);
  const [asked] = await leave(student, enrolmentId, 25_900);
  expect(asked).toMatchObject({ amountMinor: 25_900 });
  await done(asked?.id ?? "");
  expect(await orderOf(orderId)).toMatchObject({ state: "cancelled", keptMinor: 12_100, reviewReason: null });
  expect(await school.database.write((tx) => getOrderFunds(tx, { id: orderId, currency: "CHF" }))).toBe(0);
});

test("goodwill beyond what the terms give back leaves nothing to come back, and nobody owes for it", async () => {
  const { student, enrolmentId, orderId, paymentId } = await paidPlace();
  const kind = { paymentId, amountMinor: 40_000, reason: "out of kindness" };
  const { refund } = await school.as(admin)((ctx) => requestRefund(ctx, kind));
  const view = { state: "done" as const, reference: "re_kind" };
  await school.asSystem((ctx) => recordRefund(ctx, { refundId: refund.id, view }));
  expect(await offerOf(enrolmentId)).toMatchObject({
    how: "now",
    paid: { returned: { minor: 0 }, owed: { minor: 0 } },
  });
  expect(await leave(student, enrolmentId, 0)).toEqual([]);
  expect(await orderOf(orderId)).toMatchObject({ state: "cancelled", keptMinor: 8_000, reviewReason: null });
});

test("what was paid too much, or may not go back, is the office's to look at, and the student reads that", async () => {
  const { student, enrolmentId, orderId } = await paidPlace();
  const money = { orderId, amountMinor: 1_000, currency: "CHF", key: `more-${orderId}` };
  await school.asSystem((ctx) => recordTransfer(ctx, money));
  expect(await offerOf(enrolmentId)).toMatchObject({ how: "ask", why: "reviewed" });
  await expect(leave(student, enrolmentId)).rejects.toMatchObject({
    ...{ code: "wrong_state", said: { key: "refusals.ask_to_cancel_reviewed" } },
  });
});

test("pressed twice at once, a place is given back once and paid back once", async () => {
  const { student, enrolmentId, paymentId } = await paidPlace();
  const both = await Promise.allSettled([leave(student, enrolmentId), leave(student, enrolmentId)]);
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  const asked = await school.database.read.select().from(refunds).where(eq(refunds.paymentId, paymentId));
  expect(asked).toHaveLength(1);
});

test("somebody else's place is not found", async () => {
  const { enrolmentId } = await paidPlace();
  await expect(leave(await school.person("student"), enrolmentId)).rejects.toMatchObject({ code: "not_found" });
});

test("a student moves to another date at the same price as the terms allow, and passes over nobody who waits", async () => {
  const { cohort, student, enrolmentId, orderId } = await paidPlace({ moveDays: 3 });
  const at = (facts: Facts) =>
    school.cohort(
      { priceMinor: 48_000, startsAt: addMs(school.clock(), 60 * DAY_MS), ...facts },
      { id: cohort.courseId },
    );
  const [spring, free, full] = [
    await at({ name: "Spring", capacity: 1 }),
    await at({ name: "Free", priceMinor: 0 }),
    await at({ name: "Full", capacity: 0 }),
  ];
  const move = (toCohortId: string) => school.as(student)((ctx) => switchCohort(ctx, { enrolmentId, toCohortId }));
  const offer = await listSwitchTargets(school.reading(student), { enrolmentId, cohortId: cohort.id });
  expect(offer?.targets.map(({ name }) => name)).toEqual(["Spring"]);
  await expect(move(free.id)).rejects.toMatchObject({ detail: { words: { key: "refusals.ask_to_move_free" } } });
  await expect(move(full.id)).rejects.toMatchObject({ code: "cohort_full" });
  await move(spring.id);
  expect([await seatsOf(cohort.id), await seatsOf(spring.id)]).toEqual([
    [0, 0],
    [0, 1],
  ]);
  expect((await orderOf(orderId))?.state).toBe("paid");
  const [moved] = await school.database.read.select().from(enrolments).where(eq(enrolments.id, enrolmentId));
  expect(moved).toMatchObject({ cohortId: spring.id, state: "active" });
});

test("the last seat of another date goes to one of two who move there at once", async () => {
  const [a, b] = [await paidPlace({ moveDays: 3, capacity: 2 }), await school.person("student")];
  const input = { cohortId: a.cohort.id, studentId: b.id, provider: "bank" as const };
  const second = await school.as(b)((ctx) => enrolStudent(ctx, input));
  await school.asSystem((ctx) => confirmTransfer(ctx, second.payment?.id ?? ""));
  const facts = { name: "One seat", capacity: 1, priceMinor: 48_000 };
  const target = await school.cohort(facts, { id: a.cohort.courseId });
  const move = (who: Student, enrolmentId: string) =>
    school.as(who)((ctx) => switchCohort(ctx, { enrolmentId, toCohortId: target.id }));
  const both = await Promise.allSettled([move(a.student, a.enrolmentId), move(b, second.enrolment.id)]);
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(await seatsOf(target.id)).toEqual([0, 1]);
});

test("the office moves whomever it likes, whatever the terms", async () => {
  const { cohort, enrolmentId } = await paidPlace();
  const other = await school.cohort({ name: "Dear", priceMinor: 50_000 }, { id: cohort.courseId });
  await school.as(admin)((ctx) => moveEnrolment(ctx, { enrolmentId, toCohortId: other.id, why: "asked" }));
  expect(await seatsOf(other.id)).toEqual([0, 1]);
});

test("terms that do not go together are refused", async () => {
  const cohort = await school.cohort({ capacity: 5, startsAt: IN_TEN_DAYS() });
  const set = (terms: Omit<Parameters<typeof setCohortTerms>[1], "cohortId">) =>
    school.as(admin)((ctx) => setCohortTerms(ctx, { cohortId: cohort.id, ...terms }));
  await expect(set({ studentsMin: 6 })).rejects.toMatchObject({ code: "invalid_input" });
  await expect(set({ confirmBy: school.clock() })).rejects.toMatchObject({ code: "invalid_input" });
  const late = addMs(IN_TEN_DAYS(), 1);
  await expect(set({ studentsMin: 3, confirmBy: late })).rejects.toMatchObject({ code: "invalid_input" });
  expect(await set({ studentsMin: 3, confirmBy: IN_TEN_DAYS() })).toMatchObject({ studentsMin: 3 });
});

test("a fee above the price is refused where it is set, and so is a price below the fee", async () => {
  const cohort = await school.cohort({ priceMinor: 5_000, startsAt: IN_TEN_DAYS() });
  const set = (cancelFeeMinor: number) =>
    school.as(admin)((ctx) => setCohortTerms(ctx, { cohortId: cohort.id, cancelFeeMinor }));
  const price = (priceMinor: number) => school.as(admin)((ctx) => editCohort(ctx, { cohortId: cohort.id, priceMinor }));
  await expect(set(5_001)).rejects.toMatchObject({
    code: "invalid_input",
    detail: { fields: { cancelFee: { key: "fields.fee_above_price" } } },
  });
  expect(await set(5_000)).toMatchObject({ cancelFeeMinor: 5_000 });
  await expect(price(4_999)).rejects.toMatchObject({
    code: "invalid_input",
    detail: { fields: { price: { key: "fields.price_below_fee" } } },
  });
  await expect(price(0)).rejects.toMatchObject({ code: "invalid_input" });
  expect(await price(6_000)).toMatchObject({ priceMinor: 6_000 });
});

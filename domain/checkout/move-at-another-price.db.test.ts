import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cohorts, enrolments, grants, moves, orders, outbox, payments, postings, refunds } from "#db/schema/index.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { editCohort } from "../courses/edit-cohort.ts";
import { addEnrolment } from "../enrolments/add-enrolment.ts";
import { moveEnrolment } from "./move-enrolment.ts";
import { getReceipt } from "../learning/get-receipt.ts";
import { setCohortTerms } from "../courses/set-cohort-terms.ts";
import { suspendEnrolment } from "../enrolments/suspend-enrolment.ts";
import { addMs, DAY_MS, HOUR_MS } from "../kernel/clock.ts";
import { getOrderFunds } from "../ledger/list-balances.ts";
import { addPayment } from "../payments/add-payment.ts";
import { recordRefund } from "../refunds/record-refund.ts";
import { requestRefund } from "../refunds/request-refund.ts";
import { cancelCohort } from "./cancel-cohort.ts";
import { cancelOrder } from "./cancel-order.ts";
import { confirmTransfer } from "./confirm-transfer.ts";
import { enrolStudent } from "./enrol-student.ts";
import { expireOrder } from "./expire-order.ts";
import { getCheckout } from "./get-checkout.ts";
import { getLeavingOffer } from "./get-leaving-offer.ts";
import { getWaitingMove } from "./get-waiting-move.ts";
import { leaveCohort } from "./leave-cohort.ts";
import { listSwitchTargets } from "./list-switch-targets.ts";
import { switchCohort } from "./switch-cohort.ts";

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
const TERMS = { moveDays: 3, cancelDays: 3, cancelPercent: 80, cancelFeeMinor: 2_000 };
const NO_TERMS = { cancelDays: null, cancelPercent: 100, cancelFeeMinor: 0, moveDays: null };
const read = () => school.database.read;

async function buy(facts: Facts = {}) {
  const startsAt = addMs(school.clock(), 60 * DAY_MS);
  const from = await school.cohort({ priceMinor: 40_000, startsAt, ...TERMS, ...facts });
  const student = await school.person("student");
  const input = { cohortId: from.id, studentId: student.id, provider: "bank" as const };
  const { enrolment, order, payment } = await school.as(student)((ctx) => enrolStudent(ctx, input));
  await school.asSystem((ctx) => confirmTransfer(ctx, payment?.id ?? ""));
  const to = (priceMinor: number, more: Facts = {}) =>
    school.cohort({ name: "Other", startsAt, ...TERMS, ...more, priceMinor }, { id: from.courseId });
  return { from, to, student, enrolmentId: enrolment.id, orderId: order.id, paymentId: payment?.id ?? "" };
}
const move = (student: Student, enrolmentId: string, toCohortId: string, seenMinor?: number) =>
  school.as(student)((ctx) => switchCohort(ctx, { enrolmentId, toCohortId, seenMinor }));
const placeOf = async (id: string) => (await read().select().from(enrolments).where(eq(enrolments.id, id)))[0];
const seatsOf = async (id: string) => {
  const [row] = await read().select().from(cohorts).where(eq(cohorts.id, id));
  return [row?.held, row?.taken];
};
const orderByCode = async (code: string | null) => {
  const [order] = await read()
    .select()
    .from(orders)
    .where(eq(orders.code, code ?? ""));
  if (!order) throw new Error("there is no such order");
  return order;
};
const fundsOf = (id: string) => school.database.write((tx) => getOrderFunds(tx, { id, currency: "CHF" }));
async function pay(code: string | null) {
  const order = await orderByCode(code);
  const payment = await school.asSystem((ctx) => addPayment(ctx as never, order, "bank"));
  await school.asSystem((ctx) => confirmTransfer(ctx, payment.id));
  return order;
}
async function sendAll(asked: { id: string }[]) {
  for (const { id } of asked) {
    const view = { state: "done" as const, reference: `re_${id}` };
    await school.asSystem((ctx) => recordRefund(ctx, { refundId: id, view }));
  }
}
/** What the school has earned since the given moment of the ledger, in minor units. */
const earned = async () => {
  const rows = await read().select().from(postings).where(eq(postings.account, "revenue"));
  return -rows.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
};

test("a cheaper date: the place moves at once, and the difference goes back the way it was paid", async () => {
  const { from, to, student, enrolmentId, orderId, paymentId } = await buy();
  const cheap = await to(35_000);
  const offer = await listSwitchTargets(school.reading(student), { enrolmentId, cohortId: from.id });
  expect(offer?.targets).toMatchObject([{ id: cheap.id, difference: { minor: -5_000, currency: "CHF" } }]);
  const before = await earned();
  const { orderCode, asked } = await move(student, enrolmentId, cheap.id, -5_000);
  expect(orderCode).toBeNull();
  expect(asked).toMatchObject([{ paymentId, amountMinor: 5_000, state: "requested" }]);
  expect([await seatsOf(from.id), await seatsOf(cheap.id)]).toEqual([
    [0, 0],
    [0, 1],
  ]);
  expect((await getLeavingOffer(read(), school.clock(), enrolmentId))?.why).toBe("under_way");
  await sendAll(asked);
  expect((await earned()) - before).toBe(-5_000);
  expect(await fundsOf(orderId)).toBe(0);
  // The mail of the move names what goes back.
  const mails = await read().select().from(outbox).where(eq(outbox.kind, "enrolment_moved"));
  expect(mails.map(({ payload }) => payload)).toContainEqual({
    ...{ enrolmentId, fromCohortId: from.id, returned: { minor: 5_000, currency: "CHF" } },
  });
  // What is left is simple again: it is given back by the terms.
  const left = await getLeavingOffer(read(), school.clock(), enrolmentId);
  expect(left).toMatchObject({ how: "now", paid: { paid: { minor: 35_000 }, returned: { minor: 25_000 } } });
  await sendAll(await school.as(student)((ctx) => leaveCohort(ctx, { enrolmentId, seenMinor: 25_000 })));
  expect(await fundsOf(orderId)).toBe(0);
  expect((await earned()) - before).toBe(-30_000);
});

test.each([
  ["nothing comes back: nothing does by a move to one that costs next to nothing", 0, 0, 100, 0, 0],
  ["80 % less 5: as much together as by leaving at once", 80, 500, 6_000, 4_000, 3_500],
  ["80 % less 5, to one that costs next to nothing: what leaving gives, once", 80, 500, 100, 7_500, 0],
  ["all of it: all of it", 100, 0, 100, 9_900, 100],
])("moved to a cheaper date and left, %s", async (_name, cancelPercent, cancelFeeMinor, price, byMove, byLeaving) => {
  const sold = { cancelPercent, cancelFeeMinor };
  const { from, to, student, enrolmentId, orderId } = await buy({ priceMinor: 10_000, ...sold });
  const cheap = await to(price, sold);
  const offer = await listSwitchTargets(school.reading(student), { enrolmentId, cohortId: from.id });
  expect(offer?.targets).toMatchObject([{ difference: { minor: 0 - byMove }, cheaperMinor: 10_000 - price }]);
  const { asked } = await move(student, enrolmentId, cheap.id, 0 - byMove);
  expect(asked.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(byMove);
  await sendAll(asked);
  expect((await placeOf(enrolmentId))?.cohortId).toBe(cheap.id);
  const left = await school.as(student)((ctx) => leaveCohort(ctx, { enrolmentId, seenMinor: byLeaving }));
  expect(left.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(byLeaving);
  await sendAll(left);
  expect(await fundsOf(orderId)).toBe(0);
});

test("a dearer date: its seat is held and the old one kept until the difference is paid", async () => {
  const { from, to, student, enrolmentId } = await buy();
  const dear = await to(45_000, { capacity: 1, cancelPercent: 100, cancelFeeMinor: 0 });
  const before = await earned();
  const { orderCode, asked } = await move(student, enrolmentId, dear.id, 5_000);
  expect(asked).toEqual([]);
  expect(await placeOf(enrolmentId)).toMatchObject({ cohortId: from.id, state: "active" });
  expect([await seatsOf(from.id), await seatsOf(dear.id)]).toEqual([
    [0, 1],
    [1, 0],
  ]);
  const checkout = await getCheckout(school.reading(student), orderCode ?? "");
  expect(checkout).toMatchObject({ isMove: true, total: { minor: 5_000 }, lines: [{ kind: "move" }] });
  expect(await getWaitingMove(read(), enrolmentId)).toMatchObject({ orderCode, toCohortId: dear.id });
  expect(await move(student, enrolmentId, dear.id)).toMatchObject({ orderCode });
  const order = await pay(orderCode);
  expect(await placeOf(enrolmentId)).toMatchObject({ cohortId: dear.id, state: "active" });
  expect([await seatsOf(from.id), await seatsOf(dear.id)]).toEqual([
    [0, 0],
    [0, 1],
  ]);
  expect((await earned()) - before).toBe(5_000);
  const live = await read().select().from(grants).where(eq(grants.enrolmentId, enrolmentId));
  expect(live.filter(({ revokedAt }) => revokedAt === null)).toHaveLength(1);
  const told = await read().select().from(outbox).where(eq(outbox.kind, "enrolment_moved"));
  expect(told.map(({ payload }) => payload)).toContainEqual({
    ...{ enrolmentId, fromCohortId: from.id, orderId: order.id },
  });
  // Both orders are given back together, by the kinder of the terms.
  const offer = await getLeavingOffer(read(), school.clock(), enrolmentId);
  expect(offer?.paid).toMatchObject({ paid: { minor: 45_000 }, returned: { minor: 45_000 } });
  const back = await school.as(student)((ctx) => leaveCohort(ctx, { enrolmentId }));
  expect(back.map(({ amountMinor }) => amountMinor).sort((a, b) => a - b)).toEqual([5_000, 40_000]);
  await sendAll(back);
  expect((await earned()) - before).toBe(-40_000);
});

test("the order of a dearer move and its receipt say the terms of the purchase", async () => {
  const { from, to, student, enrolmentId } = await buy({ cancelPercent: 80, cancelFeeMinor: 500 });
  const dear = await to(45_000, { cancelDays: null, moveDays: null });
  await school.as(admin)((ctx) => setCohortTerms(ctx, { cohortId: from.id, ...NO_TERMS }));
  const { orderCode } = await move(student, enrolmentId, dear.id);
  const agreed = [{ isAgreed: true, leaving: { cancel: { percent: 80, fee: { minor: 500, currency: "CHF" } } } }];
  expect((await getCheckout(school.reading(student), orderCode ?? ""))?.leaving).toMatchObject(agreed);
  await pay(orderCode);
  expect((await getReceipt(school.reading(student), orderCode ?? ""))?.leaving).toMatchObject(agreed);
});

test("what the school keeps of a moved place is kept once, of both its orders together", async () => {
  const { to, student, enrolmentId, orderId } = await buy({ cancelPercent: 0, cancelFeeMinor: 0 });
  const dear = await to(50_000, { cancelPercent: 10, cancelFeeMinor: 0 });
  const { orderCode } = await move(student, enrolmentId, dear.id);
  const second = await pay(orderCode);
  const back = await school.as(student)((ctx) => leaveCohort(ctx, { enrolmentId }));
  expect(back).toMatchObject([{ amountMinor: 5_000 }]);
  await sendAll(back);
  const kept = await read().select().from(orders).where(eq(orders.id, orderId));
  expect([kept[0]?.keptMinor, (await orderByCode(second.code)).keptMinor]).toEqual([40_000, 5_000]);
  expect([await fundsOf(orderId), await fundsOf(second.id)]).toEqual([0, 0]);
});

test("not paid in time, cancelled, or moved by the office meanwhile: the held seat is free, and the old place stays", async () => {
  const { from, to, student, enrolmentId } = await buy();
  const dear = await to(45_000, { capacity: 1 });
  const first = await move(student, enrolmentId, dear.id);
  school.clock.forward(HOUR_MS);
  const { id } = await orderByCode(first.orderCode);
  expect(await school.asSystem((ctx) => expireOrder(ctx, id))).toBe(true);
  expect([await seatsOf(from.id), await seatsOf(dear.id)]).toEqual([
    [0, 1],
    [0, 0],
  ]);
  const second = await move(student, enrolmentId, dear.id);
  const ordered = await orderByCode(second.orderCode);
  await expect(move(student, enrolmentId, (await to(46_000)).id)).rejects.toMatchObject({
    detail: { words: { key: "refusals.move_waits_for_payment" } },
  });
  await school.as(student)((ctx) => cancelOrder(ctx, { orderId: ordered.id, why: "" }));
  expect(await seatsOf(dear.id)).toEqual([0, 0]);
  const third = await move(student, enrolmentId, dear.id);
  const other = await to(40_000);
  await school.as(admin)((ctx) => moveEnrolment(ctx, { enrolmentId, toCohortId: other.id, why: "asked" }));
  expect((await orderByCode(third.orderCode)).state).toBe("cancelled");
  expect(await seatsOf(dear.id)).toEqual([0, 0]);
  expect((await placeOf(enrolmentId))?.cohortId).toBe(other.id);
  const rows = await read().select().from(moves).where(eq(moves.enrolmentId, enrolmentId));
  expect(rows.map(({ state }) => state)).toEqual(["cancelled", "cancelled", "cancelled"]);
});

test("a cancelled place takes its waiting move along, and so does a cohort that takes place no more", async () => {
  const a = await buy();
  const dear = await a.to(45_000);
  const waits = await move(a.student, a.enrolmentId, dear.id);
  await school.as(a.student)((ctx) => leaveCohort(ctx, { enrolmentId: a.enrolmentId }));
  expect((await orderByCode(waits.orderCode)).state).toBe("cancelled");
  expect(await seatsOf(dear.id)).toEqual([0, 0]);
  const b = await buy();
  const off = await b.to(45_000);
  const { orderCode } = await move(b.student, b.enrolmentId, off.id);
  await expect(school.as(admin)((ctx) => cancelCohort(ctx, { cohortId: off.id }))).rejects.toMatchObject({
    code: "cohort_in_use",
  });
  await school.as(admin)((ctx) => cancelCohort(ctx, { cohortId: off.id, refund: "review", why: "no room" }));
  const order = await orderByCode(orderCode);
  expect(order.state).toBe("cancelled");
  expect(await seatsOf(off.id)).toEqual([0, 0]);
  const mail = and(eq(outbox.kind, "order_cancelled"), eq(outbox.dedupeKey, order.id));
  expect(await read().select().from(outbox).where(mail)).toHaveLength(1);
  expect((await placeOf(b.enrolmentId))?.state).toBe("active");
});

test("late money moves the place while a seat can be had, and calls a person when it cannot", async () => {
  const late = async (enrolmentId: string, student: Student, toId: string) => {
    const { orderCode } = await move(student, enrolmentId, toId);
    const order = await orderByCode(orderCode);
    const payment = await school.asSystem((ctx) => addPayment(ctx as never, order, "bank"));
    const later = addMs(school.clock(), 30 * DAY_MS);
    school.clock.forward(30 * DAY_MS);
    expect(later <= school.clock()).toBe(true);
    await school.asSystem((ctx) => expireOrder(ctx, order.id));
    return { orderCode, paymentId: payment.id };
  };
  const a = await buy();
  const dear = await a.to(45_000, { capacity: 1 });
  const first = await late(a.enrolmentId, a.student, dear.id);
  await school.asSystem((ctx) => confirmTransfer(ctx, first.paymentId));
  expect((await placeOf(a.enrolmentId))?.cohortId).toBe(dear.id);
  const b = await buy();
  const gone = await b.to(45_000, { capacity: 1 });
  const second = await late(b.enrolmentId, b.student, gone.id);
  const other = await school.person("student");
  await school.as(admin)((ctx) => addEnrolment(ctx, { cohortId: gone.id, studentId: other.id, why: "a test" }));
  await school.asSystem((ctx) => confirmTransfer(ctx, second.paymentId));
  expect(await orderByCode(second.orderCode)).toMatchObject({ state: "expired", reviewReason: "late_money_no_seat" });
  expect((await placeOf(b.enrolmentId))?.cohortId).toBe(b.from.id);
});

test("money for a place that is paused by now moves nothing and calls a person", async () => {
  const { from, to, student, enrolmentId } = await buy();
  const dear = await to(45_000);
  const { orderCode } = await move(student, enrolmentId, dear.id);
  await school.as(admin)((ctx) => suspendEnrolment(ctx, { enrolmentId, why: "a test" }));
  const order = await pay(orderCode);
  expect((await orderByCode(order.code)).reviewReason).toBe("money_after_cancellation");
  expect((await placeOf(enrolmentId))?.cohortId).toBe(from.id);
  school.clock.forward(HOUR_MS * 24 * 30);
  await school.asSystem((ctx) => expireOrder(ctx, order.id));
  expect(await seatsOf(dear.id)).toEqual([0, 0]);
});

test("another difference than the page said is refused, and so is a place that was given or whose money is on its way", async () => {
  const { from, to, student, enrolmentId, paymentId } = await buy();
  const cheap = await to(35_000);
  await school.as(admin)((ctx) => editCohort(ctx, { cohortId: cheap.id, priceMinor: 36_000 }));
  await expect(move(student, enrolmentId, cheap.id, -5_000)).rejects.toMatchObject({ code: "amount_mismatch" });
  await school.as(admin)((ctx) => requestRefund(ctx, { paymentId, amountMinor: 100, reason: "a day less" }));
  await expect(move(student, enrolmentId, cheap.id)).rejects.toMatchObject({
    detail: { words: { key: "refusals.ask_to_move_money" } },
  });
  expect((await listSwitchTargets(school.reading(student), { enrolmentId, cohortId: from.id }))?.targets).toEqual([]);
  const gifted = await school.person("student");
  const place = { cohortId: from.id, studentId: gifted.id, why: "a prize" };
  const gift = await school.as(admin)((ctx) => addEnrolment(ctx, place));
  await expect(move(gifted, gift.id, cheap.id)).rejects.toMatchObject({
    detail: { words: { key: "refusals.ask_to_move_price" } },
  });
  const same = await to(40_000);
  expect(await move(gifted, gift.id, same.id)).toEqual({ orderCode: null, asked: [] });
});

test("moved to a dearer date and back to a cheaper one, what was paid last comes back first", async () => {
  const { from, to, student, enrolmentId, paymentId } = await buy();
  const dear = await to(45_000);
  await pay((await move(student, enrolmentId, dear.id)).orderCode);
  const cheap = await to(38_000);
  const { asked } = await move(student, enrolmentId, cheap.id);
  expect(asked.map(({ amountMinor }) => amountMinor)).toEqual([5_000, 2_000]);
  expect(asked[1]?.paymentId).toBe(paymentId);
  await sendAll(asked);
  expect((await move(student, enrolmentId, from.id)).orderCode).not.toBeNull();
});

test("a move and a refund by the office at once never give back more than was paid", async () => {
  const { to, student, enrolmentId, paymentId } = await buy();
  const cheap = await to(1_000);
  const ask = () =>
    school.as(admin)((ctx) => requestRefund(ctx, { paymentId, amountMinor: 40_000, reason: "all of it" }));
  await Promise.allSettled([move(student, enrolmentId, cheap.id), ask()]);
  const asked = await read().select().from(refunds).where(eq(refunds.paymentId, paymentId));
  const [payment] = await read().select().from(payments).where(eq(payments.id, paymentId));
  const sum = asked.reduce((total, { amountMinor }) => total + amountMinor, 0);
  expect(asked).toHaveLength(1);
  expect(sum).toBeLessThanOrEqual(payment?.amountMinor ?? 0);
});

test("the last seat of a dearer date goes to one of many who move there or enrol at once", async () => {
  const a = await buy();
  const dear = await a.to(45_000, { capacity: 1 });
  const place = async () => {
    const student = await school.person("student");
    const input = { cohortId: a.from.id, studentId: student.id, provider: "bank" as const };
    const { enrolment, payment } = await school.as(student)((ctx) => enrolStudent(ctx, input));
    await school.asSystem((ctx) => confirmTransfer(ctx, payment?.id ?? ""));
    return { student, enrolmentId: enrolment.id };
  };
  const movers = [a, await place(), await place()];
  const newcomers = [await school.person("student"), await school.person("student")];
  const all = await Promise.allSettled([
    ...movers.map(({ student, enrolmentId }) => move(student, enrolmentId, dear.id)),
    ...newcomers.map((who) => school.as(who)((ctx) => enrolStudent(ctx, { cohortId: dear.id, studentId: who.id }))),
  ]);
  expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await seatsOf(dear.id)).toEqual([1, 0]);
});

test("pressed twice at once, one order is made and one seat held", async () => {
  const { to, student, enrolmentId } = await buy();
  const dear = await to(45_000);
  const both = await Promise.all([move(student, enrolmentId, dear.id), move(student, enrolmentId, dear.id)]);
  expect(both[0]?.orderCode).toBe(both[1]?.orderCode);
  expect(await seatsOf(dear.id)).toEqual([1, 0]);
});

import { and, eq, inArray } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { enrolments, orderInstalments, orders, payments } from "#db/schema/index.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { loadAccess } from "../access/load-access.ts";
import { setPaymentPlan } from "../courses/set-payment-plan.ts";
import { createSystemActor } from "../kernel/actor.ts";
import { reconcileCounters } from "../maintenance/reconcile-counters.ts";
import { loadInstalments } from "../instalments/load-instalments.ts";
import type { PayChoice } from "../instalments/pick-instalments.ts";
import { getOrderFunds, listBalances } from "../ledger/list-balances.ts";
import { getOrder } from "../orders/get-order.ts";
import { startPayment } from "../payments/start-payment.ts";
import { recordRefund } from "../refunds/record-refund.ts";
import { requestRefund } from "../refunds/request-refund.ts";
import { applyPaymentUpdate } from "./apply-payment-update.ts";
import { cancelEnrolment } from "./cancel-enrolment.ts";
import { cancelOrder } from "./cancel-order.ts";
import { confirmTransfer } from "./confirm-transfer.ts";
import { enrolStudent } from "./enrol-student.ts";
import { expireOrder } from "./expire-order.ts";

let school: TestSchool;
let admin: Awaited<ReturnType<TestSchool["person"]>>;
beforeAll(async () => {
  school = await openTestSchool();
  admin = await school.person("admin");
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  expect(await findDifferences()).toEqual([]);
  await school.drop();
});

/** What the nightly count finds. */
async function findDifferences() {
  const found: unknown[] = [];
  for await (const differences of reconcileCounters(school.reading(createSystemActor("test"))))
    found.push(...differences);
  return found;
}

const PRICE = 48_000;
const PARTS = [14_400, 11_200, 11_200, 11_200];
const refusal = (code: string) => expect.objectContaining({ name: "Refusal", code });

/** An order of a place whose cohort may be paid 30 % now and the rest in three monthly parts. */
async function ordered() {
  const { id: cohortId } = await school.cohort({ priceMinor: PRICE, capacity: 3, endsAt: null });
  const plan = { deposit: { percent: 30 }, furtherParts: 3, monthsBetween: 1 };
  await school.as(admin)((ctx) => setPaymentPlan(ctx, { cohortId, plan }));
  const student = await school.person("student");
  const { order, enrolment } = await school.as(student)((ctx) =>
    enrolStudent(ctx, { cohortId, studentId: student.id }),
  );
  const begin = (pay?: PayChoice) =>
    school.as(student)((ctx) => startPayment(ctx, { orderId: order.id, provider: "sandbox", pay }));
  const pay = async (choice?: PayChoice) => settle(await begin(choice));
  const stand = async () => {
    const { read } = school.database;
    const [now] = await read.select().from(orders).where(eq(orders.id, order.id));
    const [place] = await read.select().from(enrolments).where(eq(enrolments.id, enrolment.id));
    const parts = await loadInstalments(read, order.id);
    return {
      order: now?.state,
      reviewReason: now?.reviewReason ?? null,
      place: place?.state,
      parts: parts.map(({ state }) => state).join(" "),
      fundsMinor: await getOrderFunds(read, order),
    };
  };
  const balance = async () => (await getOrder(school.reading(admin), order.code))?.balance;
  return { cohortId, student, order, enrolment, begin, pay, stand, balance };
}

const settle = ({ id: paymentId, amountMinor: minor }: typeof payments.$inferSelect) =>
  school.asSystem((ctx) => {
    const amount = { minor, currency: "CHF" };
    return applyPaymentUpdate(ctx, {
      provider: "sandbox",
      paymentId,
      view: { state: "settled", amount, live: false, paymentId },
    });
  });

const revenue = async () =>
  0 - ((await listBalances(school.database.read)).find(({ account }) => account === "revenue")?.totalMinor ?? 0);

test("a plan is paid from the first part, which opens the place, to the last, and earns each part when it comes", async () => {
  const { begin, pay, stand, balance } = await ordered();
  const before = await revenue();
  expect((await begin("plan")).amountMinor).toBe(PARTS[0]);
  expect(await pay("plan")).toMatchObject({ outcome: "settled" });
  expect(await stand()).toMatchObject({ order: "paid", place: "active", parts: "paid due due due", fundsMinor: 0 });
  expect(await balance()).toMatchObject({ kind: "on_plan", paidMinor: 14_400, dueMinor: 14_400, laterMinor: 33_600 });
  expect((await revenue()) - before).toBe(14_400);
  for (const instalment of [2, 3, 4]) expect(await pay({ instalment })).toMatchObject({ outcome: "settled" });
  expect(await stand()).toEqual({
    ...{ order: "paid", reviewReason: null, place: "active", parts: "paid paid paid paid", fundsMinor: 0 },
  });
  expect(await balance()).toMatchObject({ kind: "paid", paidMinor: PRICE, laterMinor: 0, differenceMinor: 0 });
  expect((await revenue()) - before).toBe(PRICE);
});

test("all the rest is paid at once, early", async () => {
  const { begin, pay, stand } = await ordered();
  await pay("plan");
  expect(await begin("all")).toMatchObject({ amountMinor: 33_600, firstInstalment: 2, lastInstalment: 4 });
  await pay("all");
  expect(await stand()).toMatchObject({ parts: "paid paid paid paid", fundsMinor: 0 });
});

test("whoever has chosen the plan and not paid yet may still pay all at once", async () => {
  const { begin, pay, stand } = await ordered();
  await begin("plan");
  await pay("all");
  expect(await stand()).toMatchObject({ order: "paid", parts: "paid paid paid paid", fundsMinor: 0 });
});

test("money for the whole, asked for before the plan was chosen, pays every part", async () => {
  const { begin, stand, balance } = await ordered();
  const whole = await begin();
  await begin("plan");
  expect(await settle(whole)).toMatchObject({ outcome: "settled" });
  expect(await stand()).toEqual({
    ...{ order: "paid", reviewReason: null, place: "active", parts: "paid paid paid paid", fundsMinor: 0 },
  });
  expect(await balance()).toMatchObject({ kind: "paid", paidMinor: PRICE, dueMinor: PRICE, laterMinor: 0 });
});

test("without the plan an order has no instalments, and is paid as ever", async () => {
  const { pay, stand } = await ordered();
  await pay();
  expect(await stand()).toMatchObject({ order: "paid", parts: "", fundsMinor: 0 });
});

describe("never the same instalment twice:", () => {
  test("a part that is paid is not asked for again", async () => {
    const { begin, pay } = await ordered();
    await pay("plan");
    await pay({ instalment: 2 });
    await expect(begin({ instalment: 2 })).rejects.toEqual(refusal("order_not_payable"));
    await expect(begin({ instalment: 9 })).rejects.toEqual(refusal("order_not_payable"));
    await pay("all");
    await expect(begin("all")).rejects.toEqual(refusal("order_not_payable"));
  });

  test("two presses of one button are one attempt", async () => {
    const { begin, pay } = await ordered();
    await pay("plan");
    const [one, other] = [await begin({ instalment: 2 }), await begin({ instalment: 2 })];
    expect(other.id).toBe(one.id);
  });

  test("money of a second payment stays the customer's, and a person looks", async () => {
    const { begin, pay, stand, balance } = await ordered();
    await pay("plan");
    const one = await begin({ instalment: 2 });
    await school.database.write((tx) => tx.update(payments).set({ state: "failed" }).where(eq(payments.id, one.id)));
    const other = await begin({ instalment: 2 });
    expect(await Promise.all([settle(one), settle(other)])).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ outcome: "settled" }),
        expect.objectContaining({ outcome: "flagged" }),
      ]),
    );
    expect(await stand()).toMatchObject({ parts: "paid paid due due", reviewReason: "paid_twice", fundsMinor: 11_200 });
    expect(await balance()).toMatchObject({ kind: "overpaid", differenceMinor: 11_200 });
  });

  test("giving the second payment back leaves the plan as it was, and calls nobody any more", async () => {
    const { begin, pay, stand, balance } = await ordered();
    await pay("plan");
    const one = await begin({ instalment: 2 });
    await school.database.write((tx) => tx.update(payments).set({ state: "failed" }).where(eq(payments.id, one.id)));
    const other = await begin({ instalment: 2 });
    await settle(other);
    await settle(one);
    const ask = { paymentId: one.id, amountMinor: 11_200, reason: "paid twice" };
    const { refund } = await school.as(await school.person("finance"))((ctx) => requestRefund(ctx, ask));
    const view = { state: "done" as const, reference: "re_1" };
    await school.asSystem((ctx) => recordRefund(ctx, { refundId: refund.id, view }));
    expect(await stand()).toMatchObject({ parts: "paid paid due due", reviewReason: null, fundsMinor: 0 });
    expect(await balance()).toMatchObject({ kind: "on_plan", paidMinor: 25_600, refundedMinor: 0 });
  });

  test("of all the rest, what was paid meanwhile is the customer's", async () => {
    const { begin, pay, stand } = await ordered();
    await pay("plan");
    const rest = await begin("all");
    await pay({ instalment: 3 });
    expect(await settle(rest)).toMatchObject({ outcome: "flagged" });
    expect(await stand()).toMatchObject({
      parts: "paid paid paid paid",
      reviewReason: "paid_twice",
      fundsMinor: 11_200,
    });
  });
});

test("two payments of the same parts that arrive at once pay each part once, and the other is the customer's", async () => {
  const { order, begin, pay, stand, student } = await ordered();
  await pay("plan");
  const one = await begin({ instalment: 2 });
  const other = await school.as(student)((ctx) =>
    startPayment(ctx, { orderId: order.id, provider: "bank", pay: "all" }),
  );
  const confirm = school.asSystem((ctx) => confirmTransfer(ctx, other.id));
  const outcomes = await Promise.allSettled([settle(one), confirm]);
  expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled"]);
  // Whichever was first: every part is paid, the second one by one of the two, and its amount lies there for a person.
  const { parts, reviewReason, fundsMinor } = await stand();
  expect(parts).toBe("paid paid paid paid");
  expect([reviewReason, fundsMinor]).toEqual(["paid_twice", 11_200]);
});

test("the last part while the order is cancelled: either it is given back with the rest, or it is kept as the customer's", async () => {
  const { begin, pay, stand, enrolment } = await ordered();
  await pay("plan");
  const part = await begin({ instalment: 2 });
  await Promise.all([
    settle(part),
    school.as(admin)((ctx) => cancelEnrolment(ctx, { enrolmentId: enrolment.id, why: "moved away" })),
  ]);
  const after = await stand();
  expect(after).toMatchObject({ order: "cancelled", place: "cancelled", fundsMinor: 25_600 });
  expect(after.parts).toMatch(/^paid (paid|cancelled) cancelled cancelled$/);
  expect(after.reviewReason).toMatch(/refund_due|money_after_cancellation/);
});

test("a cancelled order asks for no further part", async () => {
  const { begin, pay, enrolment } = await ordered();
  await pay("plan");
  await school.as(admin)((ctx) => cancelEnrolment(ctx, { enrolmentId: enrolment.id, why: "moved away" }));
  await expect(begin({ instalment: 2 })).rejects.toEqual(refusal("order_not_payable"));
  const waiting = await ordered();
  await waiting.begin("plan");
  await school.as(waiting.student)((ctx) => cancelOrder(ctx, { orderId: waiting.order.id, why: "no" }));
  expect(await waiting.stand()).toMatchObject({ parts: "cancelled cancelled cancelled cancelled" });
});

test("a first part that comes late is honoured while a seat is free", async () => {
  const { begin, stand, order } = await ordered();
  const first = await begin("plan");
  school.clock.forward(school.minutes(15));
  await school.asSystem((ctx) => expireOrder(ctx, order.id));
  expect(await settle(first)).toMatchObject({ outcome: "settled" });
  expect(await stand()).toMatchObject({ order: "paid", parts: "paid due due due", fundsMinor: 0 });
});

test("a part is given back, and neither it nor another is asked for because of that", async () => {
  const { begin, pay, balance } = await ordered();
  await pay("plan");
  const { orderId } = { orderId: (await begin({ instalment: 2 })).orderId };
  await pay({ instalment: 2 });
  const [paid] = await school.database.read
    .select()
    .from(payments)
    .where(and(eq(payments.orderId, orderId), inArray(payments.state, ["settled"]), eq(payments.firstInstalment, 2)));
  const finance = await school.person("finance");
  const ask = (amountMinor: number) =>
    school.as(finance)((ctx) => requestRefund(ctx, { paymentId: paid?.id ?? "", amountMinor, reason: "ill" }));
  await expect(ask(11_201)).rejects.toEqual(refusal("refund_too_large"));
  await ask(11_200);
  expect(await balance()).toMatchObject({ kind: "on_plan", laterMinor: 22_400 });
  await expect(begin({ instalment: 2 })).rejects.toEqual(refusal("order_not_payable"));
});

describe("a plan is refused", () => {
  test("when it does not add up, or ends after its cohort, beside the field", async () => {
    const ends = await school.cohort({ priceMinor: 500, endsAt: new Date(school.clock().getTime() + 40 * 86_400_000) });
    const set = (deposit: { percent: number } | { minor: number }, furtherParts: number) =>
      school.as(admin)((ctx) =>
        setPaymentPlan(ctx, { cohortId: ends.id, plan: { deposit, furtherParts, monthsBetween: 1 } }),
      );
    await expect(set({ minor: 500 }, 1)).rejects.toMatchObject({ detail: { fields: { depositAmount: {} } } });
    await expect(set({ percent: 99 }, 36)).rejects.toMatchObject({ detail: { fields: { depositPercent: {} } } });
    await expect(set({ percent: 50 }, 2)).rejects.toMatchObject({ detail: { fields: { furtherParts: {} } } });
    await set({ percent: 50 }, 1);
  });

  test("to whoever buys in a cohort that has none", async () => {
    const { id: cohortId } = await school.cohort({ priceMinor: PRICE });
    const student = await school.person("student");
    const { order } = await school.as(student)((ctx) => enrolStudent(ctx, { cohortId, studentId: student.id }));
    const begin = school.as(student)((ctx) => startPayment(ctx, { orderId: order.id, pay: "plan" }));
    await expect(begin).rejects.toEqual(refusal("wrong_state"));
    expect(
      await school.database.read.select().from(orderInstalments).where(eq(orderInstalments.orderId, order.id)),
    ).toEqual([]);
  });
});

test("the access of a plan says how many of its parts are paid, and that it is paid in full once all are", async () => {
  const { student, pay, order } = await ordered();
  const reasons = async () =>
    (await loadAccess(school.reading(admin), { studentId: student.id })).flatMap((access) => access.reasons);
  await pay("plan");
  expect(await reasons()).toEqual([{ kind: "order", code: order.code, paid: "in_parts", parts: 4, partsPaid: 1 }]);
  await pay("all");
  expect(await reasons()).toEqual([{ kind: "order", code: order.code, paid: "in_full" }]);
});

import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { journals, orders, outbox, payments, refunds } from "#db/schema/index.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { cancelEnrolment } from "../checkout/cancel-enrolment.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import type { Actor } from "../kernel/actor.ts";
import { addMs, MINUTE_MS } from "../kernel/clock.ts";
import { listBalances } from "../ledger/list-balances.ts";
import { applyPaymentUpdate } from "../checkout/apply-payment-update.ts";
import { confirmTransfer } from "../checkout/confirm-transfer.ts";
import { recordTransfer } from "../checkout/record-transfer.ts";
import { startPayment } from "../payments/start-payment.ts";
import { recordRefund } from "../refunds/record-refund.ts";
import { requestRefund } from "../refunds/request-refund.ts";
import { joinWaitingList } from "../waiting/join-waiting-list.ts";
import { cancelOrder } from "../checkout/cancel-order.ts";

let school: TestSchool;
beforeAll(async () => {
  school = await openTestSchool();
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.drop();
});

const refusal = (code: string) => expect.objectContaining({ name: "Refusal", code });

/** A student with an order that waits to be paid. */
async function ordered(priceMinor = 10_000) {
  const { id } = await school.cohort({ priceMinor });
  const student = await school.person("student");
  const enrolled = await school.as(student)((ctx) => enrolStudent(ctx, { cohortId: id, studentId: student.id }));
  return { student, cohortId: id, ...enrolled };
}

/** The same, paid by a transfer that finance has confirmed. */
async function paid(priceMinor = 10_000) {
  const it = await ordered(priceMinor);
  const payment = await school.as(it.student)((ctx) => startPayment(ctx, { orderId: it.order.id, provider: "bank" }));
  const finance = await school.person("finance");
  expect(await school.as(finance)((ctx) => confirmTransfer(ctx, payment.id))).toBe("paid");
  return { ...it, payment, finance };
}

test("a paid order is not paid again (order_not_payable)", async () => {
  const { student, order } = await paid();
  await expect(
    school.as(student)((ctx) => startPayment(ctx, { orderId: order.id, provider: "sandbox" })),
  ).rejects.toEqual(refusal("order_not_payable"));
});

test("an order past its time is not paid any more, even before the job has ended it (order_expired)", async () => {
  const { student, order } = await ordered();
  school.clock.forward(school.minutes(15));
  await expect(
    school.as(student)((ctx) => startPayment(ctx, { orderId: order.id, provider: "sandbox" })),
  ).rejects.toEqual(refusal("order_expired"));
});

test("a way to pay that is switched off is refused (provider_unavailable)", async () => {
  const closed = await openTestSchool({ paymentProviders: ["bank"] });
  const { id } = await closed.cohort({ priceMinor: 100 });
  const student = await closed.person("student");
  await expect(
    closed.as(student)((ctx) => enrolStudent(ctx, { cohortId: id, studentId: student.id, provider: "stripe" })),
  ).rejects.toEqual(refusal("provider_unavailable"));
  await closed.drop();
});

test("two tabs that pay with the same provider share one attempt", async () => {
  const { student, order } = await ordered();
  const start = () => school.as(student)((ctx) => startPayment(ctx, { orderId: order.id, provider: "sandbox" }));
  const [first, second] = await Promise.all([start(), start()]);
  expect(second.id).toBe(first.id);
});

test("nobody pays, cancels or sees through somebody else's order (not_found)", async () => {
  const { order } = await ordered();
  const other = await school.person("student");
  const inTurn = [
    () => school.as(other)((ctx) => startPayment(ctx, { orderId: order.id, provider: "sandbox" })),
    () => school.as(other)((ctx) => cancelOrder(ctx, { orderId: order.id, why: "mine" })),
  ];
  for (const attempt of inTurn) await expect(attempt()).rejects.toEqual(refusal("not_found"));
});

test("only finance confirms a transfer (forbidden)", async () => {
  const { student, order } = await ordered();
  const payment = await school.as(student)((ctx) => startPayment(ctx, { orderId: order.id, provider: "bank" }));
  for (const role of ["student", "instructor", "support"] as const) {
    const person = await school.person(role);
    await expect(school.as(person)((ctx) => confirmTransfer(ctx, payment.id))).rejects.toEqual(refusal("forbidden"));
  }
});

test("a transfer that was confirmed is not confirmed twice (wrong_state)", async () => {
  const { payment, finance } = await paid();
  await expect(school.as(finance)((ctx) => confirmTransfer(ctx, payment.id))).rejects.toEqual(refusal("wrong_state"));
  const booked = await school.database.read.select().from(journals).where(eq(journals.sourceId, payment.id));
  expect(booked).toHaveLength(1);
});

test("a transfer keeps its seat for days, not minutes", async () => {
  const { student, order } = await ordered();
  await school.as(student)((ctx) => startPayment(ctx, { orderId: order.id, provider: "bank" }));
  const [kept] = await school.database.read.select().from(orders).where(eq(orders.id, order.id));
  const days = ((kept?.expiresAt?.getTime() ?? 0) - school.clock().getTime()) / (24 * 3_600_000);
  expect(days).toBeGreaterThan(6);
});

test("more than was paid never goes back, however many ask at once (refund_too_large)", async () => {
  const { payment, finance } = await paid(10_000);
  const ask = () =>
    school.as(finance)((ctx) => requestRefund(ctx, { paymentId: payment.id, amountMinor: 4_000, reason: "asked" }));
  const answers = await Promise.allSettled([ask(), ask(), ask()]);
  expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
  const refused = answers.find((answer) => answer.status === "rejected");
  expect(refused?.reason).toEqual(refusal("refund_too_large"));
});

test("a refund above the school's bound asks for a recent sign-in, which no token has, and whoever sends it is told by mail", async () => {
  const { payment, finance } = await paid(60_000);
  const ask = (actor: Actor, amountMinor: number) =>
    school.as(actor)((ctx) => requestRefund(ctx, { paymentId: payment.id, amountMinor, reason: "asked" }));
  const told = () => school.database.read.select().from(outbox).where(eq(outbox.recipient, finance.email));
  const long = { ...finance, provenAt: addMs(school.clock(), -16 * MINUTE_MS) };
  const { provenAt: _, ...holder } = { ...finance, scopes: ["refunds:write"] };
  for (const actor of [long, holder]) {
    await expect(ask(actor, 50_001)).rejects.toEqual(refusal("sign_in_not_recent"));
    await ask(actor, 100);
  }
  expect(await told()).toEqual([]);
  await ask(finance, 50_001);
  expect(await told()).toMatchObject([
    { kind: "security_notice", payload: { event: "large_refund", amount: { minor: 50_001, currency: "CHF" } } },
  ]);
});

test("a refund that is told twice is booked once, and the customer's own money goes first", async () => {
  const { payment, finance, enrolment, order } = await paid(10_000);
  const desk = await school.person("support");
  await school.as(desk)((ctx) => cancelEnrolment(ctx, { enrolmentId: enrolment.id, why: "ill" }));
  const before = await listBalances(school.database.read);
  const { refund } = await school.as(finance)((ctx) =>
    requestRefund(ctx, { paymentId: payment.id, amountMinor: 10_000, reason: "ill" }),
  );
  for (let n = 0; n < 2; n++) {
    await school.asSystem((ctx) =>
      recordRefund(ctx, { refundId: refund.id, view: { state: "done", reference: "r1" } }),
    );
  }
  const after = await listBalances(school.database.read);
  const change = (account: string) =>
    (after.find((row) => row.account === account)?.totalMinor ?? 0) -
    (before.find((row) => row.account === account)?.totalMinor ?? 0);
  expect([change("clearing"), change("customer_funds"), change("revenue")]).toEqual([-10_000, 10_000, 0]);
  const [done] = await school.database.read.select().from(refunds).where(eq(refunds.id, refund.id));
  const [cancelled] = await school.database.read.select().from(orders).where(eq(orders.id, order.id));
  expect([done?.state, cancelled?.state]).toEqual(["done", "cancelled"]);
});

test("a transfer that gave way to the money that has paid its order is not booked beside it (wrong_state)", async () => {
  const { student, order } = await ordered();
  const payment = await school.as(student)((ctx) => startPayment(ctx, { orderId: order.id, provider: "bank" }));
  const finance = await school.person("finance");
  const money = { orderId: order.id, amountMinor: 11_000, currency: "CHF", key: `bank-${order.id}` };
  await school.as(finance)((ctx) => recordTransfer(ctx, money));
  const own = eq(payments.orderId, order.id);
  const states = async () => (await school.database.read.select().from(payments).where(own)).map(({ state }) => state);
  expect((await states()).sort()).toEqual(["cancelled", "settled"]);
  await expect(school.as(finance)((ctx) => confirmTransfer(ctx, payment.id))).rejects.toMatchObject({
    code: "wrong_state",
    said: { key: "refusals.transfer_not_asked_for" },
  });
  expect((await states()).sort()).toEqual(["cancelled", "settled"]);
});

test("a transfer that comes after its order was cancelled is confirmed all the same, and flagged", async () => {
  const { student, order } = await ordered();
  const payment = await school.as(student)((ctx) => startPayment(ctx, { orderId: order.id, provider: "bank" }));
  await school.as(student)((ctx) => cancelOrder(ctx, { orderId: order.id, why: "changed my mind" }));
  const finance = await school.person("finance");
  expect(await school.as(finance)((ctx) => confirmTransfer(ctx, payment.id))).toBe("flagged");
});

test("money for an order that was cancelled is kept as the customer's and flagged", async () => {
  const { student, order } = await ordered();
  const payment = await school.as(student)((ctx) => startPayment(ctx, { orderId: order.id, provider: "sandbox" }));
  await school.as(student)((ctx) => cancelOrder(ctx, { orderId: order.id, why: "changed my mind" }));
  const view = {
    state: "settled" as const,
    amount: { minor: payment.amountMinor, currency: payment.currency },
    live: false,
    paymentId: payment.id,
  };
  const { outcome } = await school.asSystem((ctx) =>
    applyPaymentUpdate(ctx, { provider: "sandbox", paymentId: payment.id, view }),
  );
  expect(outcome).toBe("flagged");
  const [row] = await school.database.read.select().from(orders).where(eq(orders.id, order.id));
  const [kept] = await school.database.read.select().from(payments).where(eq(payments.id, payment.id));
  expect([row?.state, row?.reviewReason, kept?.state]).toEqual(["cancelled", "money_after_cancellation", "settled"]);
});

test.each([
  ["where there is none", { capacity: 0, waitingList: false }, "waiting_list_off"],
  ["while seats are left", { capacity: 3 }, "seats_left"],
  ["where seats never end", { capacity: null }, "seats_left"],
])("nobody waits %s (%s)", async (_, facts, code) => {
  const { id } = await school.cohort(facts);
  const student = await school.person("student");
  await expect(
    school.as(student)((ctx) => joinWaitingList(ctx, { cohortId: id, studentId: student.id })),
  ).rejects.toEqual(refusal(code));
});

test("nobody stands in line twice (already_waiting)", async () => {
  const { id } = await school.cohort({ capacity: 0 });
  const student = await school.person("student");
  const join = () => school.as(student)((ctx) => joinWaitingList(ctx, { cohortId: id, studentId: student.id }));
  await join();
  await expect(join()).rejects.toEqual(refusal("already_waiting"));
});

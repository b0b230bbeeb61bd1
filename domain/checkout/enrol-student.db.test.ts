import { and, count, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { auditLog, cohorts, enrolments, holds, orders, outbox, payments, stateChanges } from "#db/schema/index.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { getOrderFunds } from "../ledger/list-balances.ts";
import { applyPaymentUpdate } from "./apply-payment-update.ts";
import type { PaymentStatus } from "../payments/provider.ts";
import { expireOrder } from "./expire-order.ts";
import { joinWaitingList } from "../waiting/join-waiting-list.ts";
import { lapseOffer } from "../waiting/lapse-offer.ts";
import { cancelEnrolment } from "./cancel-enrolment.ts";
import { enrolStudent } from "./enrol-student.ts";

let school: TestSchool;
beforeAll(async () => {
  school = await openTestSchool();
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.drop();
});

const refusal = (code: string) => expect.objectContaining({ name: "Refusal", code });

async function buyer() {
  const student = await school.person("student");
  const cohortIdOf = (cohortId: string) =>
    school.as(student)((ctx) => enrolStudent(ctx, { cohortId, studentId: student.id }));
  return { student, enrolIn: cohortIdOf };
}

function settled(payment: { id: string; amountMinor: number; currency: string }): PaymentStatus {
  return {
    state: "settled",
    amount: { minor: payment.amountMinor, currency: payment.currency },
    live: false,
    paymentId: payment.id,
  };
}

async function seats(cohortId: string) {
  const [row] = await school.database.read.select().from(cohorts).where(eq(cohorts.id, cohortId));
  return { held: row?.held, taken: row?.taken };
}

/** Enrols with a payment begun at the sandbox. */
async function enrolPaying(cohortId: string) {
  const student = await school.person("student");
  const enrolled = await school.as(student)((ctx) =>
    enrolStudent(ctx, { cohortId, studentId: student.id, provider: "sandbox" }),
  );
  if (!enrolled.payment) throw new Error("no payment was begun");
  return { ...enrolled, student, payment: enrolled.payment };
}

const settle = (payment: Parameters<typeof settled>[0]) =>
  school.asSystem((ctx) =>
    applyPaymentUpdate(ctx, { provider: "sandbox", paymentId: payment.id, view: settled(payment) }),
  );

test("a free place is the student's at once, with access, receipt, history and audit", async () => {
  const { id } = await school.cohort({ capacity: 1 });
  const { enrolIn } = await buyer();
  const { enrolment, order, payment } = await enrolIn(id);
  expect([enrolment.state, order.state, payment]).toEqual(["active", "paid", null]);
  expect(await seats(id)).toEqual({ held: 0, taken: 1 });
  const { read } = school.database;
  expect(await read.select().from(outbox).where(eq(outbox.dedupeKey, enrolment.id))).toHaveLength(1);
  expect(await read.select().from(auditLog).where(eq(auditLog.objectId, enrolment.id))).toHaveLength(1);
  expect(await read.select().from(stateChanges).where(eq(stateChanges.objectId, enrolment.id))).toHaveLength(1);
});

test.each([0, 700])(
  "what enrolling gives back is what stands in the database, at a price of %i",
  async (priceMinor) => {
    const { id } = await school.cohort({ priceMinor });
    const student = await school.person("student");
    const { order, enrolment, payment } = await school.as(student)((ctx) =>
      enrolStudent(ctx, { cohortId: id, studentId: student.id, provider: "sandbox" }),
    );
    const { read } = school.database;
    expect(await read.select().from(orders).where(eq(orders.id, order.id))).toEqual([order]);
    expect(await read.select().from(enrolments).where(eq(enrolments.id, enrolment.id))).toEqual([enrolment]);
    const paid = payment ? [payment] : [];
    expect(await read.select().from(payments).where(eq(payments.orderId, order.id))).toEqual(paid);
    expect(paid).toHaveLength(priceMinor === 0 ? 0 : 1);
  },
);

test("sells the last seat once, however many press at the same time", async () => {
  const { id } = await school.cohort({ capacity: 3, priceMinor: 48_000 });
  const people = await Promise.all(Array.from({ length: 20 }, () => school.person("student")));
  const answers = await Promise.allSettled(
    people.map((student) => school.as(student)((ctx) => enrolStudent(ctx, { cohortId: id, studentId: student.id }))),
  );
  expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(3);
  for (const answer of answers) {
    if (answer.status === "rejected") expect(answer.reason).toEqual(refusal("cohort_full"));
  }
  expect(await seats(id)).toEqual({ held: 3, taken: 0 });
});

test("pressing Enrol twice gives the same order back and holds one seat", async () => {
  const { id } = await school.cohort({ capacity: 5, priceMinor: 1_000 });
  const { enrolIn } = await buyer();
  const [first, second] = await Promise.all([enrolIn(id), enrolIn(id)]);
  expect(second.order.id).toBe(first.order.id);
  expect(await seats(id)).toEqual({ held: 1, taken: 0 });
});

test("a place that one has cannot be had again", async () => {
  const { id } = await school.cohort();
  const { enrolIn } = await buyer();
  await enrolIn(id);
  await expect(enrolIn(id)).rejects.toEqual(refusal("already_enrolled"));
});

test("money settles the order once, whatever comes twice and in which order", async () => {
  const { id } = await school.cohort({ capacity: 2, priceMinor: 48_000 });
  const { payment, order, enrolment } = await enrolPaying(id);
  const outcomes = [await settle(payment), await settle(payment), await settle(payment)].map(({ outcome }) => outcome);
  expect(outcomes).toEqual(["settled", "already", "already"]);
  const { read } = school.database;
  const [paid] = await read.select().from(orders).where(eq(orders.id, order.id));
  const [active] = await read.select().from(enrolments).where(eq(enrolments.id, enrolment.id));
  expect([paid?.state, active?.state]).toEqual(["paid", "active"]);
  expect(await seats(id)).toEqual({ held: 0, taken: 1 });
});

test("a payment that failed at first and was then settled ends settled", async () => {
  const { id } = await school.cohort({ priceMinor: 700 });
  const { payment } = await enrolPaying(id);
  const failed: PaymentStatus = { ...settled(payment), state: "failed", failure: "card declined" };
  await school.asSystem((ctx) => applyPaymentUpdate(ctx, { provider: "sandbox", paymentId: payment.id, view: failed }));
  expect((await settle(payment)).outcome).toBe("settled");
  const late = await school.asSystem((ctx) =>
    applyPaymentUpdate(ctx, { provider: "sandbox", paymentId: payment.id, view: failed }),
  );
  expect(late.outcome).toBe("already");
});

test.each([
  ["another amount", { amount: { minor: 1, currency: "CHF" } }],
  ["another currency", { amount: { minor: 48_000, currency: "EUR" } }],
  ["live money in a demo", { live: true }],
  ["somebody else's payment", { paymentId: "pay_other" }],
])("%s is not booked, and a person is asked to look", async (_, wrong) => {
  const { id } = await school.cohort({ priceMinor: 48_000 });
  const { payment, order } = await enrolPaying(id);
  const view = { ...settled(payment), ...wrong };
  const { outcome } = await school.asSystem((ctx) =>
    applyPaymentUpdate(ctx, { provider: "sandbox", paymentId: payment.id, view }),
  );
  expect(outcome).toBe("mismatch");
  const [row] = await school.database.read.select().from(orders).where(eq(orders.id, order.id));
  expect([row?.state, row?.reviewReason]).toEqual(["awaiting_payment", "amount_mismatch"]);
});

test("an order that is not paid in time gives its seat back, and not before", async () => {
  const { id } = await school.cohort({ capacity: 1, priceMinor: 500 });
  const { order } = await enrolPaying(id);
  expect(await school.asSystem((ctx) => expireOrder(ctx, order.id))).toBe(false);
  school.clock.forward(school.minutes(15));
  expect(await school.asSystem((ctx) => expireOrder(ctx, order.id))).toBe(true);
  expect(await seats(id)).toEqual({ held: 0, taken: 0 });
});

test("late money is honoured while a seat is free", async () => {
  const { id } = await school.cohort({ capacity: 1, priceMinor: 500 });
  const { order, payment, student } = await enrolPaying(id);
  school.clock.forward(school.minutes(15));
  await school.asSystem((ctx) => expireOrder(ctx, order.id));
  expect((await settle(payment)).outcome).toBe("settled");
  expect(await seats(id)).toEqual({ held: 0, taken: 1 });
  const active = await school.database.read
    .select()
    .from(enrolments)
    .where(and(eq(enrolments.studentId, student.id), eq(enrolments.state, "active")));
  expect(active).toHaveLength(1);
});

test("late money without a seat is kept as the customer's and flagged, never booked as earned", async () => {
  const { id } = await school.cohort({ capacity: 1, priceMinor: 500, waitingList: false });
  const { order, payment } = await enrolPaying(id);
  school.clock.forward(school.minutes(15));
  await school.asSystem((ctx) => expireOrder(ctx, order.id));
  await enrolPaying(id);
  expect((await settle(payment)).outcome).toBe("flagged");
  const [row] = await school.database.read.select().from(orders).where(eq(orders.id, order.id));
  expect([row?.state, row?.reviewReason]).toEqual(["expired", "late_money_no_seat"]);
  // What the school had earned would be taken out of the buyer's funds.
  expect(await getOrderFunds(school.database.read, order)).toBe(500);
});

test("a freed seat goes to who waited longest, not to who comes by", async () => {
  const { id } = await school.cohort({ capacity: 1, priceMinor: 500 });
  const { order } = await enrolPaying(id);
  const [first, second] = [await school.person("student"), await school.person("student")];
  for (const waiter of [first, second]) {
    await school.as(waiter)((ctx) => joinWaitingList(ctx, { cohortId: id, studentId: waiter.id }));
    school.clock.forward(1_000);
  }
  school.clock.forward(school.minutes(15));
  await school.asSystem((ctx) => expireOrder(ctx, order.id));
  const passerBy = await buyer();
  await expect(passerBy.enrolIn(id)).rejects.toEqual(refusal("cohort_full"));
  const accepted = await school.as(first)((ctx) => enrolStudent(ctx, { cohortId: id, studentId: first.id }));
  expect(accepted.order.state).toBe("awaiting_payment");
  expect(await seats(id)).toEqual({ held: 1, taken: 0 });
  await expect(school.as(second)((ctx) => enrolStudent(ctx, { cohortId: id, studentId: second.id }))).rejects.toEqual(
    refusal("cohort_full"),
  );
});

test("a seat that was promised until a day stays kept until then when its payment is begun, and no shorter than any", async () => {
  const { id } = await school.cohort({ capacity: 1, priceMinor: 500 });
  const { order: first } = await enrolPaying(id);
  const waiter = await school.person("student");
  await school.as(waiter)((ctx) => joinWaitingList(ctx, { cohortId: id, studentId: waiter.id }));
  school.clock.forward(school.minutes(15));
  await school.asSystem((ctx) => expireOrder(ctx, first.id));
  const promised = new Date(school.clock().getTime() + school.minutes(48 * 60));
  const { order } = await school.as(waiter)((ctx) => enrolStudent(ctx, { cohortId: id, studentId: waiter.id }));
  const live = and(eq(holds.cohortId, id), eq(holds.state, "held"));
  const [hold] = await school.database.read.select({ until: holds.until }).from(holds).where(live);
  expect([order.expiresAt, hold?.until]).toEqual([promised, promised]);

  const late = await school.person("student");
  await school.as(late)((ctx) => joinWaitingList(ctx, { cohortId: id, studentId: late.id }));
  school.clock.forward(school.minutes(48 * 60));
  await school.asSystem((ctx) => expireOrder(ctx, order.id));
  school.clock.forward(school.minutes(48 * 60 - 1));
  const justInTime = await school.as(late)((ctx) => enrolStudent(ctx, { cohortId: id, studentId: late.id }));
  expect(justInTime.order.expiresAt).toEqual(new Date(school.clock().getTime() + school.minutes(15)));
});

test("an offer that nobody takes lapses to the next in line", async () => {
  const { id } = await school.cohort({ capacity: 1 });
  const { enrolment } = await (await buyer()).enrolIn(id);
  const waiters = [await school.person("student"), await school.person("student")] as const;
  const entries: string[] = [];
  for (const waiter of waiters) {
    const entry = await school.as(waiter)((ctx) => joinWaitingList(ctx, { cohortId: id, studentId: waiter.id }));
    entries.push(entry.id);
    school.clock.forward(1_000);
  }
  const desk = await school.person("support");
  await school.as(desk)((ctx) => cancelEnrolment(ctx, { enrolmentId: enrolment.id, why: "asked for it" }));
  school.clock.forward(school.minutes(48 * 60 + 1));
  expect(await school.asSystem((ctx) => lapseOffer(ctx, entries[0] as string))).toBe(true);
  await school.as(waiters[1])((ctx) => enrolStudent(ctx, { cohortId: id, studentId: waiters[1].id }));
  const [live] = await school.database.read
    .select({ n: count() })
    .from(holds)
    .where(and(eq(holds.cohortId, id), eq(holds.state, "held")));
  expect(live?.n).toBe(0);
  expect(await seats(id)).toEqual({ held: 0, taken: 1 });
});

test.each([
  ["before enrolment opens", { opensAt: new Date("2030-01-01") }, {}, "enrolment_not_open"],
  ["after enrolment has closed", { closesAt: new Date("2020-01-01") }, {}, "enrolment_closed"],
  ["in a course that is not published", {}, { state: "draft" as const }, "not_found"],
  ["in a cohort that was cancelled", { state: "cancelled" as const }, {}, "not_found"],
])("nobody enrols %s", async (_, facts, course, code) => {
  const { id } = await school.cohort(facts, course);
  const { enrolIn } = await buyer();
  await expect(enrolIn(id)).rejects.toEqual(refusal(code));
});

test("nobody enrols somebody else but the desk", async () => {
  const { id } = await school.cohort();
  const [one, other, desk] = [
    await school.person("student"),
    await school.person("student"),
    await school.person("support"),
  ];
  const forOther = { cohortId: id, studentId: other.id };
  await expect(school.as(one)((ctx) => enrolStudent(ctx, forOther))).rejects.toEqual(refusal("not_found"));
  expect((await school.as(desk)((ctx) => enrolStudent(ctx, forOther))).enrolment.studentId).toBe(other.id);
});

import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cohorts, enrolments, holds, orders, outbox, stateChanges } from "#db/schema/index.ts";
import { HOUR_MS, addMs } from "#domain/kernel/clock.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { enrolStudent } from "./enrol-student.ts";
import { confirmTransfer } from "./confirm-transfer.ts";
import { startPayment } from "../payments/start-payment.ts";
import { cancelOrder } from "./cancel-order.ts";
import { draftOrder } from "./draft-order.ts";
import { expireOrder } from "./expire-order.ts";
import { sendOrder } from "./send-order.ts";

let school: TestSchool;
beforeAll(async () => {
  school = await openTestSchool();
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.drop();
});

const refusal = (code: string) => expect.objectContaining({ name: "Refusal", code });

/** An order that support has prepared for a student. */
async function drafted(facts: { capacity?: number; priceMinor?: number } = {}) {
  const { id: cohortId } = await school.cohort({ priceMinor: 10_000, capacity: 1, ...facts });
  const student = await school.person("student");
  const support = await school.person("support");
  const draft = () =>
    school.as(support)((ctx) => draftOrder(ctx, { cohortId, studentId: student.id, why: "She telephoned." }));
  const order = facts.priceMinor === 0 ? undefined : await draft();
  const send = () => school.as(support)((ctx) => sendOrder(ctx, { orderId: order?.id ?? "" }));
  return { cohortId, student, support, orderId: order?.id ?? "", order, draft, send };
}

const seatsOf = async (cohortId: string) => {
  const [cohort] = await school.database.read.select().from(cohorts).where(eq(cohorts.id, cohortId));
  return { held: cohort?.held, taken: cohort?.taken };
};
const stateOf = async (orderId: string) => {
  const [order] = await school.database.read.select().from(orders).where(eq(orders.id, orderId));
  return order?.state;
};

test("a prepared order holds no seat, has no place and tells nobody, and its price is that of the day", async () => {
  const { order, cohortId, student } = await drafted();
  await school.database.write((tx) => tx.update(cohorts).set({ priceMinor: 12_000 }).where(eq(cohorts.id, cohortId)));
  expect(order).toMatchObject({ state: "draft", totalMinor: 10_000, currency: "CHF", expiresAt: null });
  expect(await seatsOf(cohortId)).toEqual({ held: 0, taken: 0 });
  const { read } = school.database;
  expect(await read.$count(enrolments, eq(enrolments.studentId, student.id))).toBe(0);
  expect(await read.$count(outbox, eq(outbox.recipient, student.email))).toBe(0);
});

test("a sent order holds a seat as long as an offer, mails the way to pay once, and is paid like any other", async () => {
  const { cohortId, student, orderId, send } = await drafted();
  const sent = await send();
  expect(sent).toMatchObject({ state: "awaiting_payment", expiresAt: addMs(school.clock(), 48 * HOUR_MS) });
  expect(await seatsOf(cohortId)).toEqual({ held: 1, taken: 0 });
  const { read } = school.database;
  const letters = and(eq(outbox.kind, "order_to_pay"), eq(outbox.recipient, student.email));
  expect(await read.$count(outbox, letters)).toBe(1);
  expect((await read.select().from(holds).where(eq(holds.cohortId, cohortId)))[0]?.until).toEqual(sent.expiresAt);
  await expect(send()).rejects.toEqual(refusal("wrong_state"));

  const payment = await school.as(student)((ctx) => startPayment(ctx, { orderId, provider: "bank" }));
  const finance = await school.person("finance");
  expect(await school.as(finance)((ctx) => confirmTransfer(ctx, payment.id))).toBe("paid");
  expect(await seatsOf(cohortId)).toEqual({ held: 0, taken: 1 });
  const history = await read
    .select()
    .from(stateChanges)
    .where(eq(stateChanges.objectId, orderId))
    .orderBy(stateChanges.id);
  expect(history.map(({ toState }) => toState)).toEqual(["draft", "awaiting_payment", "paid"]);
});

test("a sent order that nobody pays gives its seat back", async () => {
  const { cohortId, orderId, send } = await drafted();
  const { expiresAt } = await send();
  const before = school.clock();
  school.clock.set(expiresAt ?? before);
  expect(await school.asSystem((ctx) => expireOrder(ctx, orderId))).toBe(true);
  school.clock.set(before);
  expect(await seatsOf(cohortId)).toEqual({ held: 0, taken: 0 });
});

test("an order for the last seat, which somebody else has taken since, stays a draft (cohort_full)", async () => {
  const { cohortId, orderId, send } = await drafted();
  const other = await school.person("student");
  await school.as(other)((ctx) => enrolStudent(ctx, { cohortId, studentId: other.id }));
  await expect(send()).rejects.toEqual(refusal("cohort_full"));
  expect(await stateOf(orderId)).toBe("draft");
});

test("whoever has a place already gets no order and no second seat (already_enrolled)", async () => {
  const { cohortId, student, send, draft } = await drafted({ capacity: 5 });
  await school.as(student)((ctx) => enrolStudent(ctx, { cohortId, studentId: student.id }));
  await expect(send()).rejects.toEqual(refusal("already_enrolled"));
  await expect(draft()).rejects.toEqual(refusal("already_enrolled"));
});

test("an order in a cohort that was called off is not sent (enrolment_closed)", async () => {
  const { cohortId, send } = await drafted();
  await school.database.write((tx) => tx.update(cohorts).set({ state: "cancelled" }).where(eq(cohorts.id, cohortId)));
  await expect(send()).rejects.toEqual(refusal("enrolment_closed"));
});

test("a free place needs no order (wrong_state), and nobody gets one in a cohort that is not there (not_found)", async () => {
  const { draft, student, support } = await drafted({ priceMinor: 0 });
  await expect(draft()).rejects.toEqual(refusal("wrong_state"));
  const nowhere = school.as(support)((ctx) =>
    draftOrder(ctx, { cohortId: "coh_none", studentId: student.id, why: "" }),
  );
  await expect(nowhere).rejects.toEqual(refusal("not_found"));
  await expect(school.as(support)((ctx) => sendOrder(ctx, { orderId: "ord_none" }))).rejects.toEqual(
    refusal("not_found"),
  );
});

test("a draft cannot be paid, may be called off, and is the office's alone to prepare and send (forbidden)", async () => {
  const { student, support, cohortId, orderId } = await drafted();
  const pay = school.as(student)((ctx) => startPayment(ctx, { orderId, provider: "bank" }));
  await expect(pay).rejects.toEqual(refusal("order_not_payable"));
  await expect(school.as(student)((ctx) => sendOrder(ctx, { orderId }))).rejects.toEqual(refusal("forbidden"));
  const own = school.as(student)((ctx) => draftOrder(ctx, { cohortId, studentId: student.id, why: "" }));
  await expect(own).rejects.toEqual(refusal("forbidden"));
  const finance = await school.person("finance");
  await school.as(finance)((ctx) => cancelOrder(ctx, { orderId, why: "She changed her mind." }));
  expect(await stateOf(orderId)).toBe("cancelled");
  await expect(school.as(support)((ctx) => sendOrder(ctx, { orderId }))).rejects.toEqual(refusal("wrong_state"));
});

import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { enrolments, orders, payments, providerEvents } from "#db/schema/index.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { addEnrolment } from "../enrolments/add-enrolment.ts";
import { getOrderFunds, listBalances } from "../ledger/list-balances.ts";
import { addPayment } from "../payments/add-payment.ts";
import type { PaymentStatus } from "../payments/provider.ts";
import { asStep } from "#tests/support/as-step.ts";
import { applyPaymentUpdate } from "./apply-payment-update.ts";
import { cancelEnrolment } from "./cancel-enrolment.ts";
import { confirmTransfer } from "./confirm-transfer.ts";
import { enrolStudent } from "./enrol-student.ts";
import { expireOrder } from "./expire-order.ts";

let school: TestSchool;
beforeAll(async () => {
  school = await openTestSchool();
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.drop();
});

const PRICE = 500;
const refusal = (code: string) => expect.objectContaining({ name: "Refusal", code });

/** An order at the sandbox that waits for its payment. */
async function ordered(capacity?: number) {
  const { id: cohortId } = await school.cohort({ priceMinor: PRICE, ...(capacity ? { capacity } : {}) });
  const student = await school.person("student");
  const { order, payment, enrolment } = await school.as(student)((ctx) =>
    enrolStudent(ctx, { cohortId, studentId: student.id, provider: "sandbox" }),
  );
  if (!payment) throw new Error("no payment was begun");
  const now = async () => (await school.database.read.select().from(orders).where(eq(orders.id, order.id)))[0];
  return { cohortId, student, order, payment, enrolment, now };
}

const settle = (paymentId: string, minor = PRICE, provider: "sandbox" | "stripe" = "sandbox") =>
  school.asSystem((ctx) => {
    const amount = { minor, currency: "CHF" };
    return applyPaymentUpdate(ctx, { provider, paymentId, view: { state: "settled", amount, live: false, paymentId } });
  });

const revenue = async () =>
  (await listBalances(school.database.read)).find(({ account }) => account === "revenue")?.totalMinor ?? 0;

test("less money than the order costs pays nothing: it is kept as the customer's, and a person looks", async () => {
  const { payment, order, enrolment, now } = await ordered();
  const before = await revenue();
  await school.database.write((tx) =>
    tx
      .update(payments)
      .set({ amountMinor: PRICE - 1 })
      .where(eq(payments.id, payment.id)),
  );
  expect((await settle(payment.id, PRICE - 1)).outcome).toBe("flagged");
  expect(await now()).toMatchObject({ state: "awaiting_payment", reviewReason: "underpaid" });
  expect([await getOrderFunds(school.database.read, order), await revenue()]).toEqual([PRICE - 1, before]);
  const [place] = await school.database.read.select().from(enrolments).where(eq(enrolments.id, enrolment.id));
  expect(place?.state).toBe("pending");
});

test("late money of somebody who has a place by now opens no second one, and a person looks", async () => {
  const { payment, order, student, cohortId, now } = await ordered(5);
  school.clock.forward(school.minutes(15));
  await school.asSystem((ctx) => expireOrder(ctx, order.id));
  const desk = await school.person("support");
  await school.as(desk)((ctx) => addEnrolment(ctx, { cohortId, studentId: student.id, why: "a prize" }));
  expect((await settle(payment.id)).outcome).toBe("flagged");
  expect(await now()).toMatchObject({ state: "expired", reviewReason: "late_money_enrolled_elsewhere" });
  expect(await getOrderFunds(school.database.read, order)).toBe(PRICE);
  const active = and(eq(enrolments.studentId, student.id), eq(enrolments.state, "active"));
  expect(await school.database.read.select().from(enrolments).where(active)).toHaveLength(1);
});

test("cancelling an order that was paid twice takes from what was earned what it had earned, and owes both", async () => {
  const { payment, order, enrolment, now } = await ordered();
  const before = await revenue();
  const second = await school.asSystem(asStep((ctx) => addPayment(ctx, order, "sandbox")));
  await settle(payment.id);
  expect((await settle(second.id)).outcome).toBe("flagged");
  expect((await now())?.reviewReason).toBe("paid_twice");
  const admin = await school.person("admin");
  await school.as(admin)((ctx) => cancelEnrolment(ctx, { enrolmentId: enrolment.id, why: "moved away" }));
  expect([await getOrderFunds(school.database.read, order), await revenue()]).toEqual([2 * PRICE, before]);
});

test("a person confirms a transfer, and no payment that a provider answers for", async () => {
  const { payment, now } = await ordered();
  const finance = await school.person("finance");
  await expect(school.as(finance)((ctx) => confirmTransfer(ctx, payment.id))).rejects.toEqual(refusal("wrong_state"));
  expect((await now())?.state).toBe("awaiting_payment");
});

test("a provider answers for its own payments alone", async () => {
  const { payment, now } = await ordered();
  expect((await settle(payment.id, PRICE, "stripe")).outcome).toBe("unknown");
  expect((await now())?.state).toBe("awaiting_payment");
});

test("of each message of a provider is kept what became of it, whichever way it went", async () => {
  const { payment } = await ordered();
  const { payment: failing } = await ordered();
  const tell = (eventId: string, paymentId: string, state: PaymentStatus["state"]) =>
    school.asSystem((ctx) => {
      const view = { state, amount: { minor: PRICE, currency: "CHF" }, live: false, paymentId };
      const event = { eventId, type: "checkout", reference: null, paymentId, body: {} };
      return applyPaymentUpdate(ctx, { provider: "sandbox", paymentId, view, event });
    });
  await tell("event-pending", payment.id, "pending");
  await tell("event-settled", payment.id, "settled");
  await tell("event-again", payment.id, "settled");
  await tell("event-failed", failing.id, "failed");
  await tell("event-unknown", "pay_nobody", "failed");
  const kept = await school.database.read
    .select({ eventId: providerEvents.eventId, outcome: providerEvents.outcome })
    .from(providerEvents);
  expect(Object.fromEntries(kept.map(({ eventId, outcome }) => [eventId, outcome]))).toEqual({
    "event-pending": "pending",
    "event-settled": "settled",
    "event-again": "already",
    "event-failed": "failed",
    "event-unknown": "unknown",
  });
});

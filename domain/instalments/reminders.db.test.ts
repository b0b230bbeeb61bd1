import { and, eq, inArray } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { enrolments, orderInstalments, outbox, payments } from "#db/schema/index.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { applyPaymentUpdate } from "../checkout/apply-payment-update.ts";
import { cancelEnrolment } from "../checkout/cancel-enrolment.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import { listTransfersToRemind, remindOfTransfer } from "../checkout/remind-of-transfer.ts";
import { listPastGrace, suspendLatePlaces } from "../checkout/suspend-late-places.ts";
import { canOpenCourse } from "../access/get-access.ts";
import { setPaymentPlan } from "../courses/set-payment-plan.ts";
import { resumeEnrolment } from "../enrolments/resume-enrolment.ts";
import { suspendEnrolment } from "../enrolments/suspend-enrolment.ts";
import { getInstalmentFacts } from "../mail/get-instalment-facts.ts";
import { listOrders } from "../orders/list-orders.ts";
import { startPayment } from "../payments/start-payment.ts";
import { countOpenWork } from "../reports/count-open-work.ts";
import { changeSettings } from "../settings/change-settings.ts";
import { listDueReminders } from "./list-due-reminders.ts";
import { loadInstalments } from "./load-instalments.ts";
import type { PayChoice } from "./pick-instalments.ts";
import { remindOfInstalment } from "./remind-of-instalment.ts";
import { remindOfOrder } from "./remind-of-order.ts";
import { setOrderReminders } from "./set-order-reminders.ts";

const DAY_MS = 86_400_000;
const PRICE = 40_000;

let school: TestSchool;
let owner: Awaited<ReturnType<TestSchool["person"]>>;
beforeAll(async () => {
  school = await openTestSchool();
  owner = await school.person("owner");
  const settings = { currency: "CHF", lateReminders: "3, 10: 5.00, 20: 15.00", paymentGraceDays: 14 };
  await school.as(owner)((ctx) => changeSettings(ctx, settings));
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.drop();
});

/** A place of which a quarter is paid, and the rest in three monthly parts. */
async function bought() {
  const cohort = await school.cohort({ priceMinor: PRICE, endsAt: null });
  const plan = { deposit: { percent: 25 }, furtherParts: 3, monthsBetween: 1 };
  await school.as(owner)((ctx) => setPaymentPlan(ctx, { cohortId: cohort.id, plan }));
  const student = await school.person("student");
  const choice = { cohortId: cohort.id, studentId: student.id };
  const { order, enrolment } = await school.as(student)((ctx) => enrolStudent(ctx, choice));
  const begin = (pay: PayChoice) =>
    school.as(student)((ctx) => startPayment(ctx, { orderId: order.id, provider: "sandbox", pay }));
  const settle = ({ id: paymentId, amountMinor: minor }: typeof payments.$inferSelect) =>
    school.asSystem((ctx) => {
      const view = { state: "settled", amount: { minor, currency: "CHF" }, live: false, paymentId } as const;
      return applyPaymentUpdate(ctx, { provider: "sandbox", paymentId, view });
    });
  const pay = async (what: PayChoice) => settle(await begin(what));
  await pay("plan");
  const parts = () => loadInstalments(school.database.read, order.id);
  const place = async () =>
    (await school.database.read.select().from(enrolments).where(eq(enrolments.id, enrolment.id)))[0]?.state;
  const opens = () => canOpenCourse(school.reading(student), enrolment.courseId);
  return { cohort, student, order, enrolment, begin, settle, pay, parts, place, opens };
}

/** What the job does: reminds and suspends. */
async function runJob() {
  const { read } = school.database;
  for (const due of await listDueReminders(read, school.clock(), 100)) {
    await school.asSystem((ctx) => remindOfInstalment(ctx, due));
  }
  for (const id of await listPastGrace(read, school.clock(), 100)) {
    await school.asSystem((ctx) => suspendLatePlaces(ctx, id));
  }
}

const mailsTo = async (email: string) => {
  const kinds = ["payment_reminder", "payment_suspended", "transfer_reminder"];
  const rows = await school.database.read
    .select({ kind: outbox.kind, payload: outbox.payload })
    .from(outbox)
    .where(and(eq(outbox.recipient, email), inArray(outbox.kind, kinds)))
    .orderBy(outbox.createdAt, outbox.id);
  return rows.map(({ kind, payload }) => (payload.level === undefined ? kind : `${kind} ${payload.level}`));
};

/** A fresh start: the others of this file are at rest. */
async function daysLater(days: number) {
  school.clock.forward(days * DAY_MS);
  await runJob();
  await runJob();
}

test("a part is reminded of before its day, then level by level, each once, and its fees are asked for with it", async () => {
  const { student, parts, pay, place, opens, begin, order } = await bought();
  await daysLater(29); // The second part is due a month after the first.
  expect(await mailsTo(student.email)).toEqual(["payment_reminder -3"]);
  await daysLater(6);
  expect(await mailsTo(student.email)).toEqual(["payment_reminder -3", "payment_reminder 1"]);
  expect(await opens()).toBe(true);
  const late = await listOrders(
    school.reading(owner),
    { need: "late" },
    { sort: "created", direction: "desc", page: 1 },
  );
  expect(late.items.map(({ id }) => id)).toContain(order.id);
  expect((await countOpenWork(school.reading(owner))).items).toContainEqual(
    expect.objectContaining({ kind: "late", count: 1 }),
  );
  await daysLater(7);
  await daysLater(4);
  const second = async () => (await parts()).filter(({ number }) => number === 2);
  expect((await second()).map(({ kind, amountMinor, state }) => `${kind} ${amountMinor} ${state}`)).toEqual([
    "part 10000 due",
    "fee 500 due",
  ]);
  expect([await place(), await opens()]).toEqual(["suspended", false]);
  expect(await mailsTo(student.email)).toContain("payment_suspended");
  expect((await begin({ instalment: 2 })).amountMinor).toBe(10_500);
  await pay({ instalment: 2 });
  expect((await second()).map(({ state }) => state)).toEqual(["paid", "paid"]);
  expect([await place(), await opens()]).toEqual(["active", true]);
  await pay("all");
});

test("what was paid a minute ago is not reminded of, though the job had found it and a mail was promised", async () => {
  const { student, pay, parts } = await bought();
  await daysLater(20);
  school.clock.forward(16 * DAY_MS);
  const due = await listDueReminders(school.database.read, school.clock(), 100);
  expect(due).toHaveLength(1);
  await pay({ instalment: 2 });
  for (const each of due) expect(await school.asSystem((ctx) => remindOfInstalment(ctx, each))).toBe(false);
  expect(await mailsTo(student.email)).toEqual([]);
  const third = (await parts()).find(({ number }) => number === 3)?.id ?? "";
  const facts = () => getInstalmentFacts(school.database.read, third, "en");
  expect((await facts())?.amount.minor).toBe(10_000);
  await pay("all");
  expect(await facts()).toBeUndefined();
});

test("a fee that is added after a payment began stays due, and is not taken from it", async () => {
  const { begin, settle, parts, pay } = await bought();
  school.clock.forward(40 * DAY_MS);
  const begun = await begin({ instalment: 2 });
  await daysLater(3);
  expect(await settle(begun)).toMatchObject({ outcome: "settled" });
  const second = (await parts()).filter(({ number }) => number === 2);
  expect(second.map(({ kind, state }) => `${kind} ${state}`)).toEqual(["part paid", "fee due"]);
  await pay("all");
  expect((await parts()).every(({ state }) => state === "paid")).toBe(true);
});

test("an order whose reminders are off is neither reminded nor suspended, but can be by hand", async () => {
  const { student, order, place, pay } = await bought();
  await school.as(owner)((ctx) => setOrderReminders(ctx, { orderId: order.id, isOff: true }));
  await daysLater(50);
  expect([await mailsTo(student.email), await place()]).toEqual([[], "active"]);
  const remind = () => school.as(owner)((ctx) => remindOfOrder(ctx, { orderId: order.id }));
  await remind();
  await expect(remind()).rejects.toMatchObject({ code: "wrong_state" });
  expect(await mailsTo(student.email)).toEqual(["payment_reminder 1"]);
  await pay("all");
  await expect(remind()).rejects.toMatchObject({ code: "wrong_state" });
});

test("whoever has paid by a method that is still settling is neither reminded, charged nor suspended", async () => {
  const { student, begin, settle, parts, place, pay } = await bought();
  school.clock.forward(27 * DAY_MS);
  const slow = await begin({ instalment: 2 });
  await school.database.write((tx) =>
    tx.update(payments).set({ state: "pending", checkoutUrl: null }).where(eq(payments.id, slow.id)),
  );
  await daysLater(28);
  expect([await mailsTo(student.email), await place(), (await parts()).length]).toEqual([[], "active", 4]);
  await settle(slow);
  await pay("all");
});

test("an order that was cancelled is not reminded", async () => {
  const { student, enrolment } = await bought();
  await school.as(owner)((ctx) => cancelEnrolment(ctx, { enrolmentId: enrolment.id, why: "moved away" }));
  await daysLater(60);
  expect(await mailsTo(student.email)).toEqual([]);
});

test("the office's word stands: what it resumes is not suspended for the same part again, nor does a payment end its own suspension", async () => {
  const { enrolment, place, pay } = await bought();
  const at = { enrolmentId: enrolment.id, why: "we talked" };
  await daysLater(46);
  expect(await place()).toBe("suspended");
  await school.as(owner)((ctx) => resumeEnrolment(ctx, at));
  await daysLater(1);
  expect(await place()).toBe("active");
  await school.as(owner)((ctx) => suspendEnrolment(ctx, { ...at, why: "misconduct" }));
  await pay("all");
  expect(await place()).toBe("suspended");
});

test("two runs at once remind once and charge one fee", async () => {
  const { student, parts, pay } = await bought();
  school.clock.forward(42 * DAY_MS);
  const due = await listDueReminders(school.database.read, school.clock(), 100);
  const all = due.flatMap((each) => [each, each]);
  const sent = await Promise.all(all.map((each) => school.asSystem((ctx) => remindOfInstalment(ctx, each))));
  expect(sent.filter(Boolean)).toHaveLength(1);
  expect(await mailsTo(student.email)).toEqual(["payment_reminder 2"]);
  expect((await parts()).filter(({ kind }) => kind === "fee")).toHaveLength(1);
  await pay("all");
});

test("whoever pays by transfer is reminded before the order ends, once", async () => {
  const cohort = await school.cohort({ priceMinor: PRICE });
  const student = await school.person("student");
  const choice = { cohortId: cohort.id, studentId: student.id, provider: "bank" as const };
  const { order } = await school.as(student)((ctx) => enrolStudent(ctx, choice));
  const remind = async () => {
    for (const due of await listTransfersToRemind(school.database.read, school.clock(), 10)) {
      await school.asSystem((ctx) => remindOfTransfer(ctx, due));
    }
  };
  await remind();
  expect(await mailsTo(student.email)).toEqual([]);
  const left = (order.expiresAt?.getTime() ?? 0) - school.clock().getTime();
  school.clock.forward(left - 2 * DAY_MS);
  await remind();
  await remind();
  expect(await mailsTo(student.email)).toEqual(["transfer_reminder"]);
  expect(
    await school.database.read.select().from(orderInstalments).where(eq(orderInstalments.orderId, order.id)),
  ).toEqual([]);
});

import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { orders } from "#db/schema/index.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { cancelEnrolment } from "../checkout/cancel-enrolment.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import { createSystemActor } from "../kernel/actor.ts";
import { applyPaymentUpdate } from "../checkout/apply-payment-update.ts";
import { confirmTransfer } from "../checkout/confirm-transfer.ts";
import { startPayment } from "../payments/start-payment.ts";
import { recordRefund } from "../refunds/record-refund.ts";
import { requestRefund } from "../refunds/request-refund.ts";
import { getOrder } from "./get-order.ts";
import { streamOrders, listOrders, type OrderFilters, type OrderRow } from "./list-orders.ts";

let school: TestSchool;
beforeAll(async () => {
  school = await openTestSchool();
});
afterAll(() => school.drop());

const NEWEST = { sort: "created", direction: "desc", page: 1 } as const;
const PRICE = 48_000;

async function finance() {
  const person = await school.person("finance");
  return { person, read: school.reading(person) };
}

/** A student with an order over CHF 480.00 and an attempt to pay it by bank transfer. */
async function ordered() {
  const cohort = await school.cohort({ priceMinor: PRICE, currency: "CHF", capacity: 10 });
  const student = await school.person("student");
  school.clock.forward(1_000);
  const { order, enrolment } = await school.as(student)((ctx) =>
    enrolStudent(ctx, { cohortId: cohort.id, studentId: student.id }),
  );
  const payment = await school.as(student)((ctx) => startPayment(ctx, { orderId: order.id, provider: "bank" }));
  return { cohort, student, order, enrolment, payment };
}

async function paid() {
  const made = await ordered();
  const { person } = await finance();
  await school.as(person)((ctx) => confirmTransfer(ctx, made.payment.id));
  return made;
}

async function found(filters: OrderFilters): Promise<string[]> {
  const { read } = await finance();
  return (await listOrders(read, filters, NEWEST)).items.map(({ code }) => code);
}

test("says of each order how it stands: what came in, less what went back, against what it asks for", async () => {
  const waiting = await ordered();
  const whole = await paid();
  const { read } = await finance();
  const { items } = await listOrders(read, {}, NEWEST);
  const standing = (code: string) => items.find((row) => row.code === code)?.balance;
  expect(standing(waiting.order.code)).toMatchObject({ kind: "unpaid", paidMinor: 0, differenceMinor: -PRICE });
  expect(standing(whole.order.code)).toMatchObject({ kind: "paid", paidMinor: PRICE, differenceMinor: 0 });
});

test("an order that was cancelled after it was paid is overpaid until the money has gone back", async () => {
  const { order, enrolment, payment } = await paid();
  const admin = await school.person("admin");
  await school.as(admin)((ctx) => cancelEnrolment(ctx, { enrolmentId: enrolment.id, why: "moved away" }));
  const standing = async () => (await getOrder(school.reading(admin), order.code))?.balance;
  expect(await standing()).toMatchObject({ kind: "overpaid", differenceMinor: PRICE });
  const { refund } = await school.as(admin)((ctx) =>
    requestRefund(ctx, { paymentId: payment.id, amountMinor: PRICE, reason: "moved away" }),
  );
  expect(await standing()).toMatchObject({ kind: "overpaid", differenceMinor: PRICE });
  await school.as(createSystemActor("test"))((ctx) =>
    recordRefund(ctx, { refundId: refund.id, view: { state: "done", reference: "bank" } }),
  );
  expect(await standing()).toMatchObject({ kind: "nothing_due", differenceMinor: 0 });
});

test("narrows by state, by provider, by what needs a person and by buyer", async () => {
  const waiting = await ordered();
  const whole = await paid();
  await school.database.write((tx) =>
    tx.update(orders).set({ reviewReason: "paid_twice" }).where(eq(orders.id, whole.order.id)),
  );
  expect(await found({ q: waiting.student.email })).toEqual([waiting.order.code]);
  expect(await found({ q: waiting.order.code.toLowerCase() })).toEqual([waiting.order.code]);
  expect(await found({ q: waiting.order.id })).toEqual([waiting.order.code]);
  expect(await found({ state: "paid", q: waiting.student.email })).toEqual([]);
  expect(await found({ need: "review" })).toEqual([whole.order.code]);
  const transfers = await found({ need: "transfer" });
  expect(transfers).toContain(waiting.order.code);
  expect(transfers).not.toContain(whole.order.code);
  expect(await found({ provider: "stripe" })).toEqual([]);
  expect(await found({ provider: "bank" })).toEqual(expect.arrayContaining([waiting.order.code, whole.order.code]));
});

test.each(["created", "code"] as const)(
  "an export by %s holds every order once, in the order of the list",
  async (sort) => {
    for (let n = 0; n < 3; n += 1) await ordered();
    const { read } = await finance();
    const rows: OrderRow[] = [];
    for await (const batch of streamOrders(read, {}, { sort, direction: "asc" })) rows.push(...batch);
    const list = await listOrders(read, {}, { sort, direction: "asc", page: 1 });
    expect(rows.map(({ code }) => code)).toEqual(list.items.map(({ code }) => code));
    expect(rows.length).toBe(list.total);
  },
);

test("one order shows its lines, attempts, refunds, provider's messages, journals and history", async () => {
  const { order, payment, enrolment } = await paid();
  const { person, read } = await finance();
  await school.as(person)((ctx) =>
    requestRefund(ctx, { paymentId: payment.id, amountMinor: 10_000, reason: "a discount" }),
  );
  await school.as(createSystemActor("test"))((ctx) =>
    applyPaymentUpdate(ctx, {
      provider: "bank",
      paymentId: payment.id,
      view: null,
      event: { eventId: "evt_1", type: "transfer.seen", reference: null, paymentId: payment.id, body: {} },
    }),
  );
  const view = await getOrder(read, order.code.toLowerCase());
  expect(view?.lines).toMatchObject([{ totalMinor: PRICE, enrolments: [{ id: enrolment.id, state: "active" }] }]);
  expect(view?.payments).toMatchObject([
    {
      provider: "bank",
      state: "settled",
      refundableMinor: PRICE - 10_000,
      refunds: [{ state: "requested", amountMinor: 10_000, reason: "a discount" }],
    },
  ]);
  expect(view?.events).toMatchObject([{ eventId: "evt_1", type: "transfer.seen" }]);
  expect(view?.journals.map(({ kind, postings }) => [kind, postings.map(({ amountMinor }) => amountMinor)])).toEqual([
    ["payment_settled", [PRICE, -PRICE]],
    ["order_paid", [PRICE, -PRICE]],
  ]);
  expect(view?.history.map(({ to }) => to)).toEqual(["awaiting_payment", "paid"]);
  expect(view?.may).toEqual({
    cancel: true,
    confirm: true,
    refund: true,
    resolve: true,
    send: true,
    remind: true,
    waive: true,
  });
});

test("support sees an order and may not move its money; a student finds nothing", async () => {
  const { order } = await paid();
  const view = await getOrder(school.reading(await school.person("support")), order.code);
  expect(view?.may).toEqual({
    cancel: false,
    confirm: false,
    refund: false,
    resolve: false,
    send: true,
    remind: false,
    waive: false,
  });
  const student = school.reading(await school.person("student"));
  expect(await getOrder(student, order.code)).toBeUndefined();
  await expect(listOrders(student, {}, NEWEST)).rejects.toMatchObject({ code: "forbidden" });
  await expect(streamOrders(student, {}, NEWEST).next()).rejects.toMatchObject({ code: "forbidden" });
});

test("an unknown code is nothing", async () => {
  const { read } = await finance();
  expect(await getOrder(read, "ZZZZZZZ")).toBeUndefined();
  expect(await getOrder(read, "'".repeat(500))).toBeUndefined();
});

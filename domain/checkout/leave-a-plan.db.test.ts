import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { invoices, orderInstalments, orders, outbox, payments, savedCards } from "#db/schema/index.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { setPaymentPlan } from "../courses/set-payment-plan.ts";
import { applyCredit } from "./apply-credit.ts";
import { giveCredit } from "../credit/give-credit.ts";
import { listDueReminders } from "../instalments/list-due-reminders.ts";
import { loadInstalments } from "../instalments/load-instalments.ts";
import type { PayChoice } from "../instalments/pick-instalments.ts";
import { remindOfInstalment } from "../instalments/remind-of-instalment.ts";
import { waiveFees } from "./waive-fees.ts";
import { addMs, DAY_MS } from "../kernel/clock.ts";
import { createSystemActor } from "../kernel/actor.ts";
import { createId } from "../kernel/ids.ts";
import { getOrderFunds } from "../ledger/list-balances.ts";
import { reconcileCounters } from "../maintenance/reconcile-counters.ts";
import { listOrders } from "../orders/list-orders.ts";
import { getOrder } from "../orders/get-order.ts";
import { listDueCharges } from "../payments/list-due-charges.ts";
import { startPayment } from "../payments/start-payment.ts";
import { requestRefund } from "../refunds/request-refund.ts";
import { recordRefund } from "../refunds/record-refund.ts";
import { changeSettings } from "../settings/change-settings.ts";
import { cancelOrder } from "./cancel-order.ts";
import { applyPaymentUpdate } from "./apply-payment-update.ts";
import { enrolStudent } from "./enrol-student.ts";
import { getLeavingOffer } from "./get-leaving-offer.ts";
import { leaveCohort } from "./leave-cohort.ts";

let school: TestSchool;
let owner: Awaited<ReturnType<TestSchool["person"]>>;
let admin: Awaited<ReturnType<TestSchool["person"]>>;
beforeAll(async () => {
  school = await openTestSchool();
  admin = await school.person("admin");
  owner = await school.person("owner");
  const address = { addressPostCode: "4051", addressTown: "Basel", addressCountry: "CH" };
  await school.as(owner)((ctx) => changeSettings(ctx, { currency: "CHF", ...address }));
});
const setReminders = (lateReminders: string) =>
  school.as(owner)((ctx) => changeSettings(ctx, { currency: "CHF", lateReminders }));
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  const differences: unknown[] = [];
  for await (const found of reconcileCounters(school.reading(createSystemActor("test")))) differences.push(...found);
  expect(differences).toEqual([]);
  await school.drop();
});

const NEWEST = { sort: "created", direction: "desc", page: 1 } as const;
type Terms = { cancelDays?: number; cancelPercent?: number; cancelFeeMinor?: number };

/** CHF 480.00 in 144.00 now and three parts of 112.00, of which `parts` are paid. */
async function planned(parts: number, terms: Terms = {}) {
  const startsAt = addMs(school.clock(), 200 * DAY_MS);
  const facts = { priceMinor: 48_000, capacity: 3, startsAt, endsAt: null, cancelDays: 7, ...terms };
  const { id: cohortId } = await school.cohort({ cancelPercent: 80, cancelFeeMinor: 2_500, ...facts });
  const plan = { deposit: { percent: 30 }, furtherParts: 3, monthsBetween: 1 };
  await school.as(admin)((ctx) => setPaymentPlan(ctx, { cohortId, plan }));
  const student = await school.person("student");
  const { order, enrolment } = await school.as(student)((ctx) =>
    enrolStudent(ctx, { cohortId, studentId: student.id }),
  );
  const begin = (pay: PayChoice) =>
    school.as(student)((ctx) => startPayment(ctx, { orderId: order.id, provider: "sandbox", pay }));
  const pay = async (choice: PayChoice) => settle(await begin(choice));
  for (let number = 1; number <= parts; number += 1) await pay(number === 1 ? "plan" : { instalment: number });
  const offer = () => getLeavingOffer(school.database.read, school.clock(), enrolment.id);
  const leave = (seenMinor?: number) =>
    school.as(student)((ctx) => leaveCohort(ctx, { enrolmentId: enrolment.id, seenMinor }));
  const stand = async () => {
    const view = await getOrder(school.reading(admin), order.code);
    const all = await loadInstalments(school.database.read, order.id);
    return {
      ...{ state: view?.state, reviewReason: view?.reviewReason, balance: view?.balance },
      parts: all.map(({ kind, state, amountMinor }) => `${kind} ${state} ${amountMinor}`),
      fundsMinor: await getOrderFunds(school.database.read, order),
    };
  };
  const papers = async () =>
    (
      await school.database.read
        .select({ kind: invoices.kind, state: invoices.state, totalMinor: invoices.totalMinor })
        .from(invoices)
        .where(eq(invoices.orderId, order.id))
        .orderBy(invoices.issuedAt, invoices.id)
    ).map(({ kind, state, totalMinor }) => `${kind} ${state} ${totalMinor}`);
  return { order, student, enrolment, begin, pay, offer, leave, stand, papers };
}

const settle = ({ id: paymentId, amountMinor: minor }: Awaited<ReturnType<typeof startPayment>>) =>
  school.asSystem((ctx) =>
    applyPaymentUpdate(ctx, {
      ...{ provider: "sandbox", paymentId },
      view: { state: "settled", amount: { minor, currency: "CHF" }, live: false, paymentId },
    }),
  );

test("a plan half paid is left by its terms: what came in beyond the fee goes back, and the open parts end", async () => {
  const { leave, offer, stand, papers } = await planned(1);
  // 80 % less CHF 25.00 of CHF 480.00 would come back, so CHF 121.00 stay with the school: of CHF 144.00 that leaves CHF 23.00.
  expect((await offer())?.paid).toMatchObject({
    returned: { minor: 2_300 },
    kept: { minor: 12_100 },
    owed: { minor: 0 },
  });
  const asked = await leave(2_300);
  expect(asked).toMatchObject([{ amountMinor: 2_300, state: "requested" }]);
  const view = { state: "done" as const, reference: "re_plan" };
  await school.asSystem((ctx) => recordRefund(ctx, { refundId: asked[0]?.id ?? "", view }));
  expect(await stand()).toMatchObject({
    ...{ state: "cancelled", reviewReason: null, fundsMinor: 0 },
    parts: ["part paid 14400", "part cancelled 11200", "part cancelled 11200", "part cancelled 11200"],
    balance: { kind: "paid", paidMinor: 12_100, differenceMinor: 0 },
  });
  // What is kept of a plan that nobody has paid to the end has a paper of its own.
  expect(await papers()).toEqual(["invoice paid 12100"]);
});

test("who pays in parts loses as much as who has paid at once", async () => {
  for (const parts of [2, 4]) {
    const { offer } = await planned(parts);
    expect((await offer())?.paid?.kept.minor).toBe(12_100);
  }
});

test("less paid than the fee leaves a debt that both sides see, that is reminded of, and that is paid like a part", async () => {
  const { order, student, offer, leave, stand, begin, pay, papers } = await planned(1, { cancelPercent: 60 });
  // 60 % less CHF 25.00: the school keeps CHF 217.00, of which CHF 73.00 were not paid.
  expect((await offer())?.paid).toMatchObject({
    returned: { minor: 0 },
    kept: { minor: 14_400 },
    owed: { minor: 7_300 },
  });
  await expect(leave(0)).rejects.toMatchObject({ code: "amount_mismatch" });
  expect(await leave(-7_300)).toEqual([]);
  expect(await stand()).toMatchObject({
    balance: { kind: "underpaid", differenceMinor: -7_300 },
    parts: [
      ...["part paid 14400", "part cancelled 11200", "part cancelled 11200", "part cancelled 11200"],
      "cancellation_fee due 7300",
    ],
  });
  expect(await papers()).toEqual(["invoice open 21700"]);
  const [paper] = await school.database.read.select().from(invoices).where(eq(invoices.orderId, order.id));
  expect(paper?.content).toMatchObject({
    ...{ paidMinor: 14_400, dueMinor: 7_300 },
    lines: [{ kind: "cancellation_fee", name: "Bookbinding", servedFrom: "", servedTo: "" }],
  });
  // A card that was kept for the parts is not charged for it.
  const at = { agreedAt: school.clock(), createdAt: school.clock() };
  const card = {
    brand: "visa",
    last4: "4242",
    expMonth: 12,
    expYear: 2040,
    customerReference: "c",
    methodReference: "m",
  };
  await school.database.write((tx) =>
    tx
      .insert(savedCards)
      .values({ id: createId("savedCard"), userId: student.id, orderId: order.id, provider: "stripe", ...card, ...at }),
  );
  expect(await listDueCharges(school.database.read, addMs(school.clock(), 60 * DAY_MS), 50)).toEqual([]);
  const now = addMs(school.clock(), 60 * DAY_MS);
  await setReminders("3: 5.00, 10");
  const [due] = (await listDueReminders(school.database.read, now, 50)).filter(({ orderId }) => orderId === order.id);
  expect(due).toMatchObject({ level: 2 });
  expect(await school.asSystem((ctx) => remindOfInstalment(ctx, due ?? { instalmentId: "", level: 1 }))).toBe(true);
  const late = await listOrders({ ...school.reading(admin), now }, { need: "late" }, NEWEST);
  expect(late.items.map(({ code }) => code)).toContain(order.code);
  expect(await begin("all")).toMatchObject({ amountMinor: 7_300 });
  expect(await pay("all")).toMatchObject({ outcome: "settled" });
  expect(await stand()).toMatchObject({
    reviewReason: null,
    balance: { kind: "paid", paidMinor: 21_700 },
    fundsMinor: 0,
  });
  expect(await papers()).toEqual(["invoice paid 21700"]);
  await expect(begin("all")).rejects.toMatchObject({ code: "order_not_payable" });
  expect(student.id).toBeTruthy();
});

test("the fee that is left is paid with credit", async () => {
  const { order, student, leave, stand } = await planned(1, { cancelPercent: 60 });
  await leave(-7_300);
  const gift = { userId: student.id, amountMinor: 10_000, currency: "CHF", reason: "kindness" };
  await school.as(admin)((ctx) => giveCredit(ctx, gift));
  expect(await school.as(student)((ctx) => applyCredit(ctx, { orderId: order.id }))).toMatchObject({ isPaid: true });
  expect(await stand()).toMatchObject({ balance: { kind: "paid", paidMinor: 21_700 }, fundsMinor: 0 });
});

test("the office waives the fee that is left, and the paper says what was kept", async () => {
  const { order, student, leave, stand, papers } = await planned(1, { cancelPercent: 60 });
  await leave(-7_300);
  const waive = (who: typeof admin) => school.as(who)((ctx) => waiveFees(ctx, { orderId: order.id, why: "ill" }));
  await expect(waive(student)).rejects.toMatchObject({ code: "forbidden" });
  await waive(admin);
  expect(await stand()).toMatchObject({ balance: { kind: "paid", differenceMinor: 0, paidMinor: 14_400 } });
  expect((await papers()).toSorted()).toEqual([
    "cancellation issued 21700",
    "invoice cancelled 21700",
    "invoice paid 14400",
  ]);
  await expect(waive(admin)).rejects.toMatchObject({ code: "wrong_state" });
});

test("two payments of the fee at once take it once, and the other calls for a person", async () => {
  const { order, leave, begin, stand } = await planned(1, { cancelPercent: 60 });
  await leave(-7_300);
  const first = await begin("all");
  const outcomes = await Promise.all([settle(first), settle(first)]);
  expect(outcomes.map(({ outcome }) => outcome).toSorted()).toEqual(["already", "settled"]);
  expect((await stand()).balance).toMatchObject({ paidMinor: 21_700 });
  expect(order.id).toBeTruthy();
});

test("a part that is paid while the place is left is kept whole or goes back whole", async () => {
  const { begin, leave, stand } = await planned(1);
  const payment = await begin({ instalment: 2 });
  await Promise.allSettled([leave(), settle(payment)]);
  const { balance, reviewReason, state } = await stand();
  expect(state).toBe("cancelled");
  // Either the part came first and the refund has it in it, or it came to an order that had ended, and a person is called.
  expect([reviewReason, balance?.paidMinor]).toEqual([
    reviewReason === null ? null : "money_after_cancellation",
    25_600,
  ]);
  expect(balance?.differenceMinor).toBe(13_500);
});

test("a reminder's fee whose part was paid without it is reminded of, and costs no further fee", async () => {
  const { order, pay, begin } = await planned(1);
  await setReminders("3: 5.00, 10: 5.00, 20: 5.00");
  const begun = await begin({ instalment: 2 });
  const { read } = school.database;
  const part = (await loadInstalments(read, order.id)).find(({ number }) => number === 2);
  await school.asSystem((ctx) =>
    remindOfInstalment({ ...ctx, now: addMs(ctx.now, 1_000) }, { instalmentId: part?.id ?? "", level: 1 }),
  );
  await settle(begun);
  const left = async () =>
    (await loadInstalments(read, order.id)).filter(({ kind, state }) => kind === "fee" && state === "due");
  expect(await left()).toMatchObject([{ number: 2, amountMinor: 500 }]);
  const now = addMs(part?.lateFrom ?? school.clock(), 15 * DAY_MS);
  const due = (await listDueReminders(read, now, 500)).filter(({ orderId }) => orderId === order.id);
  const [fee] = await left();
  expect(due).toContainEqual({ instalmentId: fee?.id, orderId: order.id, level: 2 });
  await school.asSystem((ctx) => remindOfInstalment(ctx, { instalmentId: fee?.id ?? "", level: 2 }));
  expect(await left()).toHaveLength(1);
  const sent = and(eq(outbox.kind, "payment_reminder"), eq(outbox.dedupeKey, `${fee?.id}:2:${fee?.dueOn}`));
  expect(await read.select().from(outbox).where(sent)).toHaveLength(1);
  school.clock.forward(2_000);
  await pay({ instalment: 2 });
  expect(await left()).toEqual([]);
  const all = await read.select().from(orderInstalments).where(eq(orderInstalments.orderId, order.id));
  expect(all.filter(({ state }) => state === "paid")).toHaveLength(3);
  expect((await read.select().from(orders).where(eq(orders.id, order.id)))[0]?.reviewReason).toBeNull();
});

// pretix/pretix#1723: whoever cancelled an order that was not paid was shown a negative refund.
test("a plan of which nothing was paid is called off for nothing", async () => {
  const { order, student, begin, stand, papers } = await planned(0, { cancelPercent: 0 });
  await begin("plan");
  await school.as(student)((ctx) => cancelOrder(ctx, { orderId: order.id, why: "no" }));
  expect(await stand()).toMatchObject({ state: "cancelled", balance: { kind: "nothing_due", differenceMinor: 0 } });
  expect((await stand()).parts.every((each) => each.startsWith("part cancelled"))).toBe(true);
  expect(await papers()).toEqual([]);
});

// pretix/pretix#2845: a cancelled order with a fee still due ran out, and could not be paid any more.
test("the fee that is left can still be paid after a year", async () => {
  const { leave, begin, stand } = await planned(1, { cancelPercent: 60 });
  await leave(-7_300);
  school.clock.forward(365 * DAY_MS);
  expect(await settle(await begin("all"))).toMatchObject({ outcome: "settled" });
  expect((await stand()).balance).toMatchObject({ kind: "paid", paidMinor: 21_700 });
  school.clock.forward(-365 * DAY_MS);
});

// pretix/pretix#1240: an order of which a fee was kept and then given back after all stood as underpaid.
test("what was kept of a plan may be given back after all: it is credited on paper, and nothing lacks", async () => {
  const { order, leave, stand, papers } = await planned(1);
  const [first] = await leave(2_300);
  const kind = { paymentId: first?.paymentId ?? "", amountMinor: 12_100, reason: "out of kindness" };
  const { refund } = await school.as(admin)((ctx) => requestRefund(ctx, kind));
  for (const { id: refundId } of [first, refund].flatMap((each) => (each ? [each] : []))) {
    const view = { state: "done" as const, reference: `re_${refundId}` };
    await school.asSystem((ctx) => recordRefund(ctx, { refundId, view }));
  }
  expect(await stand()).toMatchObject({ balance: { kind: "nothing_due", differenceMinor: 0 }, fundsMinor: 0 });
  expect((await papers()).toSorted()).toEqual(["credit_note issued 12100", "invoice paid 12100"]);
  expect(order.id).toBeTruthy();
});

// Automattic/woocommerce-payments#944: a refund of nothing gave back the whole order.
test("a refund of nothing is refused, and gives nothing back", async () => {
  const { order } = await planned(1);
  const [payment] = await school.database.read.select().from(payments).where(eq(payments.orderId, order.id));
  for (const amountMinor of [0, -100]) {
    const nothing = { paymentId: payment?.id ?? "", amountMinor, reason: "a slip" };
    const asked = school.as(admin)((ctx) => requestRefund(ctx, nothing));
    await expect(asked).rejects.toMatchObject({ code: "invalid_input" });
  }
});

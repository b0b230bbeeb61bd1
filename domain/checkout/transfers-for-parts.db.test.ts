import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { orders, outbox, payments } from "#db/schema/index.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { setPaymentPlan } from "../courses/set-payment-plan.ts";
import { DAY_MS } from "../kernel/clock.ts";
import { loadInstalments } from "../instalments/load-instalments.ts";
import { getOrderFunds } from "../ledger/list-balances.ts";
import { startPayment } from "../payments/start-payment.ts";
import { requestRefund } from "../refunds/request-refund.ts";
import type { PayChoice } from "../instalments/pick-instalments.ts";
import { getOrder } from "../orders/get-order.ts";
import { applyPaymentUpdate } from "./apply-payment-update.ts";
import { cancelOrder } from "./cancel-order.ts";
import { enrolStudent } from "./enrol-student.ts";
import { getCheckout } from "./get-checkout.ts";
import { recordTransfer } from "./record-transfer.ts";

let school: TestSchool;
let admin: Awaited<ReturnType<TestSchool["person"]>>;
let finance: Awaited<ReturnType<TestSchool["person"]>>;
beforeAll(async () => {
  school = await openTestSchool();
  admin = await school.person("admin");
  finance = await school.person("finance");
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.drop();
});

/** An order of 480.00 that is paid by a plan: 144.00, then three times 112.00. */
async function ordered(choice: PayChoice = "plan") {
  const { id: cohortId } = await school.cohort({ priceMinor: 48_000, capacity: 3, endsAt: null });
  const plan = { deposit: { percent: 30 }, furtherParts: 3, monthsBetween: 1 };
  await school.as(admin)((ctx) => setPaymentPlan(ctx, { cohortId, plan }));
  const student = await school.person("student");
  const { order } = await school.as(student)((ctx) => enrolStudent(ctx, { cohortId, studentId: student.id }));
  await school.as(student)((ctx) => startPayment(ctx, { orderId: order.id, provider: "bank", pay: choice }));
  const begin = (pay: PayChoice) =>
    school.as(student)((ctx) => startPayment(ctx, { orderId: order.id, provider: "sandbox", pay }));
  const asks = async () => (await getCheckout(school.reading(student), order.code))?.due.minor;
  let transfers = 0;
  const comes = async (amountMinor: number) => {
    const money = { orderId: order.id, amountMinor, currency: "CHF", key: `${order.id}-${(transfers += 1)}` };
    const { paymentId } = await school.as(finance)((ctx) => recordTransfer(ctx, money));
    return { paymentId, ...(await stand()) };
  };
  const { read } = school.database;
  const stand = async () => {
    const [now] = await read.select().from(orders).where(eq(orders.id, order.id));
    return {
      ...{ state: now?.state, reviewReason: now?.reviewReason ?? null },
      parts: (await loadInstalments(read, order.id)).map(({ state }) => state).join(" "),
      fundsMinor: await getOrderFunds(read, order),
    };
  };
  /** The transfers that are awaited now. */
  const awaited = () =>
    read
      .select({ amountMinor: payments.amountMinor, reference: payments.reference, last: payments.lastInstalment })
      .from(payments)
      .where(and(eq(payments.orderId, order.id), eq(payments.provider, "bank"), eq(payments.state, "pending")));
  const mails = async () => {
    const sent = await read.select({ kind: outbox.kind }).from(outbox).where(eq(outbox.recipient, student.email));
    return sent.map(({ kind }) => kind).filter((kind) => kind.includes("received"));
  };
  const standing = async () => (await getOrder(school.reading(admin), order.code))?.balance;
  return { comes, begin, asks, awaited, mails, standing, stand, order, student };
}

test("a part that comes in two transfers is paid by the second, and nobody is called any more", async () => {
  const { comes } = await ordered();
  expect(await comes(10_000)).toMatchObject({
    ...{ state: "awaiting_payment", reviewReason: "underpaid", parts: "due due due due", fundsMinor: 10_000 },
  });
  const paid = { state: "paid", reviewReason: null, parts: "paid due due due", fundsMinor: 0 };
  expect(await comes(4_400)).toMatchObject(paid);
  expect(await comes(11_000)).toMatchObject({
    reviewReason: null,
    parts: "paid due due due",
    fundsMinor: 11_000,
  });
  expect(await comes(200)).toMatchObject({ reviewReason: null, parts: "paid paid due due", fundsMinor: 0 });
});

test("two parts in one transfer are both paid, and the whole price pays all of them", async () => {
  const { comes } = await ordered();
  expect(await comes(14_400 + 11_200)).toMatchObject({ state: "paid", parts: "paid paid due due", fundsMinor: 0 });
  expect(await comes(22_400)).toMatchObject({ state: "paid", parts: "paid paid paid paid", fundsMinor: 0 });
});

test("more than a part pays the part, and what is too much stays the buyer's and calls a person", async () => {
  const { comes } = await ordered();
  expect(await comes(14_500)).toMatchObject({
    ...{ state: "paid", reviewReason: "paid_twice", parts: "paid due due due", fundsMinor: 100 },
  });
});

test("what is on its way back pays no part", async () => {
  const { comes } = await ordered();
  await comes(14_400);
  const { paymentId } = await comes(6_000);
  await school.as(finance)((ctx) => requestRefund(ctx, { paymentId, amountMinor: 6_000, reason: "a mistake" }));
  expect(await comes(5_200)).toMatchObject({ parts: "paid due due due", fundsMinor: 11_200 });
});

test("an order of which a part came by transfer asks for the rest, however it is paid, and no more by a plan", async () => {
  const { comes, begin, asks } = await ordered("all");
  expect(await comes(10_000)).toMatchObject({ state: "awaiting_payment", reviewReason: "underpaid" });
  expect(await asks()).toBe(38_000);
  expect((await begin("all")).amountMinor).toBe(38_000);
  await expect(begin("plan")).rejects.toMatchObject({ code: "wrong_state" });
  expect(await comes(38_000)).toMatchObject({ state: "paid", reviewReason: null, fundsMinor: 0 });
});

test("a part that is paid whole leaves what had come before of it to a person", async () => {
  const { comes } = await ordered();
  await comes(4_000);
  expect(await comes(14_400)).toMatchObject({ state: "paid", reviewReason: "paid_twice", fundsMinor: 4_000 });
});

test("less than the first part: the rest of it is asked for by a reference of its own and by mail, and no more than that is due", async () => {
  const { comes, begin, awaited, mails, standing } = await ordered();
  await comes(10_000);
  const [rest, ...others] = await awaited();
  expect(others).toEqual([]);
  expect(rest).toMatchObject({ amountMinor: 4_400, last: 1 });
  expect(rest?.reference).toMatch(/^RF\d\d[A-Z0-9]{11}$/);
  expect(await mails()).toEqual(["transfer_part_received"]);
  expect(await standing()).toMatchObject({
    kind: "underpaid",
    dueMinor: 14_400,
    differenceMinor: -4_400,
    laterMinor: 33_600,
  });
  expect((await begin("plan")).amountMinor).toBe(4_400);
  expect(await comes(4_400)).toMatchObject({
    state: "paid",
    reviewReason: null,
    parts: "paid due due due",
    fundsMinor: 0,
  });
  expect(await awaited()).toEqual([]);
});

test("less than a later part before its day: it counts for that part, nothing is missing, and the rest pays it", async () => {
  const { comes, begin, awaited, mails, standing } = await ordered();
  await comes(14_400);
  expect(await comes(5_000)).toMatchObject({ reviewReason: null, parts: "paid due due due", fundsMinor: 5_000 });
  expect([await awaited(), await mails()]).toEqual([[], []]);
  expect(await standing()).toMatchObject({ kind: "on_plan", differenceMinor: 0, laterMinor: 28_600 });
  expect((await begin({ instalment: 2 })).amountMinor).toBe(6_200);
  expect(await comes(6_200)).toMatchObject({ reviewReason: null, parts: "paid paid due due", fundsMinor: 0 });
});

test("less than a part whose day is over: the rest is missing, and is asked for", async () => {
  const { comes, awaited, mails } = await ordered();
  await comes(14_400);
  school.clock.forward(45 * DAY_MS);
  expect(await comes(5_000)).toMatchObject({ reviewReason: "underpaid", parts: "paid due due due", fundsMinor: 5_000 });
  expect(await awaited()).toMatchObject([{ amountMinor: 6_200, last: 2 }]);
  expect(await mails()).toEqual(["transfer_part_received"]);
});

test("the rest alone pays no part once what had come before is on its way back", async () => {
  const { comes } = await ordered();
  await comes(14_400);
  const { paymentId } = await comes(5_000);
  await school.as(finance)((ctx) => requestRefund(ctx, { paymentId, amountMinor: 5_000, reason: "a mistake" }));
  expect(await comes(6_200)).toMatchObject({ parts: "paid due due due", fundsMinor: 11_200 });
});

test("all the rest pays as many parts as it covers, once what had come before is on its way back, and the place is open", async () => {
  const { comes, begin, stand } = await ordered();
  const { paymentId } = await comes(10_000);
  const rest = await begin("all");
  expect(rest.amountMinor).toBe(38_000);
  await school.as(finance)((ctx) => requestRefund(ctx, { paymentId, amountMinor: 10_000, reason: "a mistake" }));
  const amount = { minor: rest.amountMinor, currency: "CHF" };
  const view = { state: "settled" as const, amount, live: false, paymentId: rest.id };
  await school.asSystem((ctx) => applyPaymentUpdate(ctx, { provider: "sandbox", paymentId: rest.id, view }));
  const rested = { reviewReason: "underpaid", parts: "paid paid paid due", fundsMinor: 11_200 };
  expect(await stand()).toMatchObject({ state: "paid", ...rested });
});

test("money for an order that was cancelled is answered by mail", async () => {
  const { comes, mails, order, student } = await ordered("all");
  await school.as(student)((ctx) => cancelOrder(ctx, { orderId: order.id, why: "changed my mind" }));
  expect(await comes(48_000)).toMatchObject({ state: "cancelled", reviewReason: "money_after_cancellation" });
  expect(await mails()).toEqual(["late_payment_received"]);
});

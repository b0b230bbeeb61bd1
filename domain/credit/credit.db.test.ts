import { and, eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { creditBalances, creditEntries, enrolments, orders, payments, postings, refunds } from "#db/schema/index.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { applyPaymentUpdate } from "../checkout/apply-payment-update.ts";
import { cancelEnrolment } from "../checkout/cancel-enrolment.ts";
import { cancelOrder } from "../checkout/cancel-order.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import { expireOrder } from "../checkout/expire-order.ts";
import { applyCredit } from "../checkout/apply-credit.ts";
import { setPaymentPlan } from "../courses/set-payment-plan.ts";
import { getOrderFunds } from "../ledger/list-balances.ts";
import { getOrder } from "../orders/get-order.ts";
import { startPayment } from "../payments/start-payment.ts";
import { listWork } from "../reports/list-work.ts";
import { requestRefund } from "../refunds/request-refund.ts";
import { answerCreditOffer } from "./answer-credit-offer.ts";
import { getCredit, getCreditMinor } from "./get-credit.ts";
import { giveCredit } from "./give-credit.ts";
import { offerCredit } from "./offer-credit.ts";
import { refundCredit } from "./refund-credit.ts";

let school: TestSchool;
let owner: Awaited<ReturnType<TestSchool["person"]>>;
type Person = typeof owner;
beforeAll(async () => {
  school = await openTestSchool();
  owner = await school.person("owner");
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  expect(await findCreditThatDiffers()).toEqual([]);
  await school.drop();
});

const refusal = (code: string) => expect.objectContaining({ name: "Refusal", code });

/** Each balance is the sum of its entries, and of what stands in the ledger under its person's name. */
async function findCreditThatDiffers() {
  const { read } = school.database;
  const off: unknown[] = [];
  for (const { userId, currency, balanceMinor } of await read.select().from(creditBalances)) {
    const sum = (column: typeof creditEntries.amountMinor | typeof postings.amountMinor) =>
      sql<number>`coalesce(sum(${column}), 0)`.mapWith(Number);
    const [entries] = await read
      .select({ minor: sum(creditEntries.amountMinor) })
      .from(creditEntries)
      .where(and(eq(creditEntries.userId, userId), eq(creditEntries.currency, currency)));
    const [booked] = await read
      .select({ minor: sum(postings.amountMinor) })
      .from(postings)
      .where(and(eq(postings.detail, userId), eq(postings.currency, currency)));
    if (entries?.minor !== balanceMinor || 0 - (booked?.minor ?? 0) !== balanceMinor)
      off.push({ userId, balanceMinor });
  }
  return off;
}

const give = (student: Person, amountMinor: number) =>
  school.as(owner)((ctx) =>
    giveCredit(ctx, { userId: student.id, amountMinor, currency: "CHF", reason: "The heating failed." }),
  );
const have = (student: Person) => getCreditMinor(school.database.read, { userId: student.id, currency: "CHF" });

async function ordered(student: Person, priceMinor = 500) {
  const { id: cohortId } = await school.cohort({ priceMinor, endsAt: null });
  const { order, enrolment } = await school.as(student)((ctx) =>
    enrolStudent(ctx, { cohortId, studentId: student.id }),
  );
  const now = async () => (await school.database.read.select().from(orders).where(eq(orders.id, order.id)))[0];
  const spend = () => school.as(student)((ctx) => applyCredit(ctx, { orderId: order.id }));
  const begin = () => school.as(student)((ctx) => startPayment(ctx, { orderId: order.id, provider: "sandbox" }));
  const settle = ({ id: paymentId, amountMinor: minor }: typeof payments.$inferSelect) =>
    school.asSystem((ctx) => {
      const view = { state: "settled", amount: { minor, currency: "CHF" }, live: false, paymentId } as const;
      return applyPaymentUpdate(ctx, { provider: "sandbox", paymentId, view });
    });
  const cancel = () => school.as(owner)((ctx) => cancelEnrolment(ctx, { enrolmentId: enrolment.id, why: "ill" }));
  const balance = async () => (await getOrder(school.reading(owner), order.code))?.balance;
  return { order, enrolment, cohortId, now, spend, begin, settle, cancel, balance };
}

/** A place that was paid and cancelled: its money is owed. */
async function owed(student: Person) {
  const bought = await ordered(student);
  const payment = await bought.begin();
  await bought.settle(payment);
  await bought.cancel();
  const offer = await school.as(owner)((ctx) =>
    offerCredit(ctx, { orderId: bought.order.id, amountMinor: 500, reason: "For the next course." }),
  );
  const decide = (agrees: boolean) =>
    school.as(student)((ctx) => answerCreditOffer(ctx, { offerId: offer.id, agrees }));
  return { ...bought, payment, offer, decide };
}

test("credit pays an order whole, and its place is open at once", async () => {
  const student = await school.person("student");
  await give(student, 700);
  const { now, spend, balance, enrolment } = await ordered(student);
  expect(await spend()).toMatchObject({ isPaid: true });
  expect(await now()).toMatchObject({ state: "paid", reviewReason: null });
  const [place] = await school.database.read.select().from(enrolments).where(eq(enrolments.id, enrolment.id));
  expect(place?.state).toBe("active");
  expect([await have(student), await balance()]).toEqual([
    200,
    expect.objectContaining({ kind: "paid", paidMinor: 500 }),
  ]);
  await expect(spend()).rejects.toEqual(refusal("order_not_payable"));
});

test("credit pays a part, and a provider is asked for the rest alone", async () => {
  const student = await school.person("student");
  await give(student, 120);
  const { now, spend, begin, settle, order, balance } = await ordered(student);
  const early = await begin();
  expect(await spend()).toMatchObject({ isPaid: false });
  const rest = await begin();
  expect([early.amountMinor, rest.amountMinor, await have(student)]).toEqual([500, 380, 0]);
  await settle(rest);
  expect(await now()).toMatchObject({ state: "paid", reviewReason: null });
  expect(await getOrderFunds(school.database.read, order)).toBe(0);
  expect(await balance()).toMatchObject({ kind: "paid", differenceMinor: 0 });
});

test("an attempt that asked for all before credit paid a part is too much, and a person looks", async () => {
  const student = await school.person("student");
  await give(student, 120);
  const { now, spend, begin, settle, order } = await ordered(student);
  const early = await begin();
  await spend();
  await settle(early);
  expect(await now()).toMatchObject({ state: "paid", reviewReason: "paid_twice" });
  expect(await getOrderFunds(school.database.read, order)).toBe(120);
});

test("two who have the same page open give credit once", async () => {
  const student = await school.person("student");
  const owner = await school.person("owner");
  const give = (seenMinor: number) =>
    school.as(owner)((ctx) =>
      giveCredit(ctx, { userId: student.id, amountMinor: 500, currency: "CHF", reason: "cold room", seenMinor }),
    );
  const both = await Promise.allSettled([give(0), give(0)]);
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  await expect(give(0)).rejects.toMatchObject({ code: "amount_mismatch" });
  await give(500);
  const asked = { userId: student.id, amountMinor: 500, currency: "CHF", reason: "moves away", seenMinor: 500 };
  await expect(school.as(owner)((ctx) => refundCredit(ctx, asked))).rejects.toMatchObject({ code: "amount_mismatch" });
});

test("two orders at once cannot spend the same credit", async () => {
  const student = await school.person("student");
  await give(student, 500);
  const [one, other] = [await ordered(student), await ordered(student)];
  const spent = await Promise.allSettled([one.spend(), other.spend()]);
  expect(spent.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await have(student)).toBe(0);
  expect([(await one.now())?.state, (await other.now())?.state].sort()).toEqual(["awaiting_payment", "paid"]);
});

test("what was paid with credit goes back to it when the order ends, and is owed no second time", async () => {
  const student = await school.person("student");
  await give(student, 500);
  const whole = await ordered(student);
  await whole.spend();
  await whole.cancel();
  expect([await have(student), (await whole.now())?.reviewReason]).toEqual([500, null]);
  expect(await whole.balance()).toMatchObject({ kind: "nothing_due", paidMinor: 0 });
  const dear = await ordered(student, 900);
  await dear.spend();
  expect(await have(student)).toBe(0);
  await school.as(student)((ctx) => cancelOrder(ctx, { orderId: dear.order.id, why: "no" }));
  expect([await have(student), (await dear.now())?.reviewReason]).toEqual([500, null]);
  const late = await ordered(student, 900);
  await late.spend();
  school.clock.forward(school.minutes(20));
  await school.asSystem((ctx) => expireOrder(ctx, late.order.id));
  expect([await have(student), (await late.now())?.reviewReason]).toEqual([500, null]);
});

test("an instalment is paid with credit whole or not at all", async () => {
  const student = await school.person("student");
  const { cohortId, order, begin } = await ordered(student, 1_000);
  const plan = { deposit: { percent: 40 }, furtherParts: 2, monthsBetween: 1 };
  await school.as(owner)((ctx) => setPaymentPlan(ctx, { cohortId, plan }));
  await school.as(student)((ctx) => startPayment(ctx, { orderId: order.id, provider: "sandbox", pay: "plan" }));
  await give(student, 399);
  const spend = (instalment: number) =>
    school.as(student)((ctx) => applyCredit(ctx, { orderId: order.id, pay: { instalment } }));
  await expect(spend(1)).rejects.toEqual(refusal("wrong_state"));
  await give(student, 400);
  await spend(1);
  await spend(2);
  await expect(spend(2)).rejects.toEqual(refusal("order_not_payable"));
  expect(await have(student)).toBe(99);
  expect((await begin()).amountMinor).toBe(300);
});

describe("credit instead of money:", () => {
  test("only once the student agrees, and then no way gives the same money back", async () => {
    const student = await school.person("student");
    const { now, decide, payment, order, offer, balance } = await owed(student);
    expect([await have(student), (await now())?.reviewReason]).toEqual([0, "refund_due"]);
    expect((await getCredit(school.reading(student), student.id))?.offers.map(({ id }) => id)).toEqual([offer.id]);
    const stranger = await school.person("student");
    const other = school.as(stranger)((ctx) => answerCreditOffer(ctx, { offerId: offer.id, agrees: true }));
    await expect(other).rejects.toMatchObject({ name: "Refusal" });
    await decide(true);
    expect([await have(student), (await now())?.reviewReason]).toEqual([500, null]);
    expect(await balance()).toMatchObject({ kind: "nothing_due", paidMinor: 0 });
    const ask = school.as(owner)((ctx) =>
      requestRefund(ctx, { paymentId: payment.id, amountMinor: 1, reason: "more" }),
    );
    await expect(ask).rejects.toEqual(refusal("refund_too_large"));
    await expect(decide(true)).rejects.toEqual(refusal("wrong_state"));
    const again = school.as(owner)((ctx) => offerCredit(ctx, { orderId: order.id, amountMinor: 1, reason: "" }));
    await expect(again).rejects.toEqual(refusal("refund_too_large"));
  });

  test("who declines is owed the money as before, and can be asked again", async () => {
    const student = await school.person("student");
    const { now, decide, order } = await owed(student);
    const ask = () => school.as(owner)((ctx) => offerCredit(ctx, { orderId: order.id, amountMinor: 200, reason: "" }));
    await expect(ask()).rejects.toEqual(refusal("wrong_state"));
    await decide(false);
    expect([await have(student), (await now())?.reviewReason]).toEqual([0, "refund_due"]);
    await ask();
  });

  test("money that came too late is off the worklist once all of it has become credit, and not before", async () => {
    const student = await school.person("student");
    const { order, begin, settle, now } = await ordered(student);
    const payment = await begin();
    await school.as(student)((ctx) => cancelOrder(ctx, { orderId: order.id, why: "no" }));
    await settle(payment);
    const waiting = async () => {
      const view = { sort: "since", direction: "asc", page: 1 } as const;
      const { items } = await listWork(school.reading(owner), { kind: "late_money" }, view);
      return items.filter(({ orderId }) => orderId === order.id).map(({ amountMinor }) => amountMinor);
    };
    const accept = async (amountMinor: number) => {
      const { id: offerId } = await school.as(owner)((ctx) =>
        offerCredit(ctx, { orderId: order.id, amountMinor, reason: "" }),
      );
      await school.as(student)((ctx) => answerCreditOffer(ctx, { offerId, agrees: true }));
    };
    expect([await waiting(), (await now())?.reviewReason]).toEqual([[500], "money_after_cancellation"]);
    await accept(200);
    expect(await waiting()).toEqual([300]);
    await accept(300);
    expect([await have(student), await waiting(), (await now())?.reviewReason]).toEqual([500, [], null]);
  });

  test("agreeing while the refund is sent: one of the two", async () => {
    const student = await school.person("student");
    const { decide, payment } = await owed(student);
    const results = await Promise.allSettled([
      decide(true),
      school.as(owner)((ctx) => requestRefund(ctx, { paymentId: payment.id, amountMinor: 500, reason: "back" })),
    ]);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const sent = await school.database.read.select().from(refunds).where(eq(refunds.paymentId, payment.id));
    expect((await have(student)) + sent.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(500);
  });

  test("it is paid out after all by the way it came, and never more than came so", async () => {
    const student = await school.person("student");
    const { decide, payment } = await owed(student);
    await decide(true);
    await give(student, 100);
    const payOut = (amountMinor: number) =>
      school.as(owner)((ctx) =>
        refundCredit(ctx, { userId: student.id, amountMinor, currency: "CHF", reason: "moves away" }),
      );
    await expect(payOut(501)).rejects.toEqual(refusal("refund_too_large"));
    expect(await payOut(300)).toMatchObject([{ paymentId: payment.id, amountMinor: 300 }]);
    expect(await have(student)).toBe(300);
    const { spend } = await ordered(student, 250);
    await spend();
    // What is left of the 300 is less than was given for the payment.
    await expect(payOut(200)).rejects.toEqual(refusal("refund_too_large"));
    await payOut(50);
    expect(await have(student)).toBe(0);
  });
});

test("the database itself refuses a balance below nothing", async () => {
  const student = await school.person("student");
  await give(student, 100);
  const below = school.database.write((tx) =>
    tx.update(creditBalances).set({ balanceMinor: -1 }).where(eq(creditBalances.userId, student.id)),
  );
  await expect(below).rejects.toThrow();
});

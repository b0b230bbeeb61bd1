import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { orderLines, outbox } from "#db/schema/index.ts";
import { type InvoicingSchool, openInvoicingSchool } from "#tests/support/invoicing-school.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { applyCredit } from "../checkout/apply-credit.ts";
import { endPurchase } from "../checkout/end-purchase.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import { leaveCohort } from "../checkout/leave-cohort.ts";
import { recordTransfer } from "../checkout/record-transfer.ts";
import { setPaymentPlan } from "../courses/set-payment-plan.ts";
import { giveCredit } from "../credit/give-credit.ts";
import { loadInstalments } from "../instalments/load-instalments.ts";
import type { PayChoice } from "../instalments/pick-instalments.ts";
import { remindOfInstalment } from "../instalments/remind-of-instalment.ts";
import { listDueReminders } from "../instalments/list-due-reminders.ts";
import type { Actor } from "../kernel/actor.ts";
import { addMs, DAY_MS } from "../kernel/clock.ts";
import { formatLocalDay } from "../kernel/local-time.ts";
import { getPartPaidFacts } from "../mail/get-part-paid-facts.ts";
import { startPayment } from "../payments/start-payment.ts";
import { recordRefund } from "../refunds/record-refund.ts";
import { getPaymentReceipt } from "./get-payment-receipt.ts";
import { getPaymentStatement } from "./get-payment-statement.ts";
import { listPartReceipts } from "./list-part-receipts.ts";

let school: InvoicingSchool;
let finance: Actor & { id: string };
beforeAll(async () => {
  school = await openInvoicingSchool();
  finance = (await school.person("finance")) as typeof finance;
  await school.say({ currency: "CHF", lateReminders: "3, 10: 5.00" });
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.drop();
});

const TAXED = { taxMinor: 3_597, taxRatePpm: 81_000, taxCategory: "standard" as const };
const today = () => formatLocalDay(school.clock(), "Europe/Zurich");

/** CHF 480.00 with 8.1 % in it: CHF 144.00 now, and three parts of CHF 112.00. */
async function planned(facts: Parameters<InvoicingSchool["cohort"]>[0] = {}) {
  const startsAt = addMs(school.clock(), 200 * DAY_MS);
  const { id: cohortId } = await school.cohort({ priceMinor: 48_000, capacity: 3, startsAt, endsAt: null, ...facts });
  const admin = await school.person("admin");
  const plan = { deposit: { percent: 30 }, furtherParts: 3, monthsBetween: 1 };
  await school.as(admin)((ctx) => setPaymentPlan(ctx, { cohortId, plan }));
  const student = await school.person("student");
  const { order, enrolment } = await school.as(student)((ctx) =>
    enrolStudent(ctx, { cohortId, studentId: student.id }),
  );
  await school.database.write((tx) => tx.update(orderLines).set(TAXED).where(eq(orderLines.orderId, order.id)));
  const settle = async (pay: PayChoice) => {
    const payment = await school.as(student)((ctx) =>
      startPayment(ctx, { orderId: order.id, provider: "sandbox", pay }),
    );
    await school.pay({ payment, order: { totalMinor: payment.amountMinor } });
    return payment;
  };
  const at = { orderCode: order.code };
  const receipt = (number: number, level = 0, who: Actor = student) =>
    getPaymentReceipt(school.reading(who), { ...at, part: { number, level } });
  const statement = async (who: Actor = student) => (await getPaymentStatement(school.reading(who), at))?.statement;
  const receipts = async () => (await listPartReceipts(school.reading(student), order)).map(({ number }) => number);
  const parts = () => loadInstalments(school.database.read, order.id);
  const send = (refundId: string) =>
    school.asSystem((ctx) => recordRefund(ctx, { refundId, view: { state: "done", reference: `re_${refundId}` } }));
  return { admin, order, enrolment, student, settle, receipt, receipts, statement, parts, send };
}

test("each payment of a plan has its receipt: for what, how much with which tax, when, by what, and what is open", async () => {
  const { student, settle, receipt, receipts, parts } = await planned();
  await settle("plan");
  expect(await receipts()).toEqual([1]);
  expect(await receipt(1)).toMatchObject({
    ...{ kind: "payment_receipt", code: "", issuedOn: today(), partsOn: today(), partCount: 4 },
    ...{ totalMinor: 14_400, taxMinor: 1_079, paidMinor: 14_400, dueMinor: 0, returnedMinor: 0 },
    ...{ payment: { means: "card", iban: "" }, lines: [{ part: 1, quantity: 1, netMinor: 13_321 }] },
    parts: [{ paidMinor: 14_400 }, { paidMinor: 0, dueOn: (await parts())[1]?.dueOn }, {}, {}],
  });
  expect(await receipt(2)).toBeUndefined();
  school.clock.forward(10 * DAY_MS);
  await settle({ instalment: 2 });
  school.clock.forward(DAY_MS);
  await settle("all");
  const [one, two, rest] = [await receipt(1), await receipt(2), await receipt(4)];
  expect(two?.lines.map(({ part }) => part)).toEqual([2]);
  // The two last parts came by one payment: each of them has the receipt of it.
  expect(rest?.lines.map(({ part }) => part)).toEqual([3, 4]);
  expect(await receipt(3)).toEqual(rest);
  // The first is confirmed with the place; each later payment has a letter of its own, with as much tax as its receipt.
  const letters = await school.database.read.select().from(outbox).where(eq(outbox.recipient, student.email));
  const paid = letters.filter(({ kind }) => kind === "instalment_paid");
  expect(paid).toHaveLength(2);
  const facts = await Promise.all(
    paid.map(({ payload }) => getPartPaidFacts(school.database.read, payload as { instalmentId: string }, "en")),
  );
  expect(facts.map((each) => each?.tax.minor).sort()).toEqual([two?.taxMinor, rest?.taxMinor].sort());
  expect(facts.map((each) => each?.paid.map(({ number }) => number))).toEqual(expect.arrayContaining([[2], [3, 4]]));
  expect((one?.taxMinor ?? 0) + (two?.taxMinor ?? 0) + (rest?.taxMinor ?? 0)).toBe(3_597);
});

test("the fee of a reminder stands on the receipt without tax, with the late part that it came with", async () => {
  const { settle, receipt, statement, parts } = await planned();
  await settle("plan");
  const [, second] = await parts();
  school.clock.set(addMs(second?.lateFrom ?? school.clock(), 11 * DAY_MS));
  for (const due of await listDueReminders(school.database.read, school.clock(), 100)) {
    await school.asSystem((ctx) => remindOfInstalment(ctx, due));
  }
  const payment = await settle({ instalment: 2 });
  expect(payment.amountMinor).toBe(11_700);
  const paper = await receipt(2, 2);
  expect(paper).toEqual(await receipt(2));
  expect(paper).toMatchObject({ totalMinor: 11_700, taxMinor: 840 });
  expect(paper?.lines.map(({ kind, netMinor, taxMinor }) => [kind, netMinor, taxMinor])).toEqual([
    ["enrolment", 10_360, 840],
    ["reminder_fee", 500, 0],
  ]);
  expect(await statement()).toMatchObject({ receivedMinor: 26_100, reminderFeesMinor: 500, openMinor: 22_400 });
});

test("a part by transfer and one by credit say so", async () => {
  const { order, student, settle, receipt, statement } = await planned();
  await settle("plan");
  const money = { orderId: order.id, amountMinor: 11_200, currency: "CHF", key: order.id };
  await school.as(finance)((ctx) => recordTransfer(ctx, money));
  const gift = { userId: student.id, amountMinor: 12_000, currency: "CHF", reason: "Sorry." };
  await school.as(finance)((ctx) => giveCredit(ctx, gift));
  await school.as(student)((ctx) => applyCredit(ctx, { orderId: order.id, pay: { instalment: 3 } }));
  expect((await receipt(2))?.payment.means).toBe("transfer");
  expect((await receipt(3))?.payment.means).toBe("credit");
  expect((await statement())?.entries.map(({ kind, means, amountMinor }) => [kind, means, amountMinor])).toEqual([
    ["payment", "card", 14_400],
    ["payment", "transfer", 11_200],
    ["credit_spent", "credit", 11_200],
  ]);
});

test("what went back of a payment is said on its receipt, and one that was given back whole has none", async () => {
  const { settle, receipt, receipts } = await planned();
  await settle("plan");
  const second = await settle({ instalment: 2 });
  await school.refund({ payment: second }, 1_200);
  expect(await receipt(2)).toMatchObject({ totalMinor: 11_200, returnedMinor: 1_200 });
  await school.refund({ payment: second }, 10_000);
  expect(await receipts()).toEqual([1]);
  expect(await receipt(2)).toBeUndefined();
});

test("who left a plan by its terms reads what was asked, came, went back and is kept, and that nothing is open", async () => {
  const terms = { cancelDays: 7, cancelPercent: 80, cancelFeeMinor: 2_500 };
  const { student, enrolment, settle, statement, send } = await planned(terms);
  await settle("plan");
  const [refund] = await school.as(student)((ctx) => leaveCohort(ctx, { enrolmentId: enrolment.id, seenMinor: 2_300 }));
  expect(await statement()).toMatchObject({
    // What nobody has sent is still here.
    ...{ underWayMinor: 0, cancellationFeeMinor: 12_100, owedMinor: 2_300 },
    entries: [{ kind: "payment" }, { kind: "refund", state: "to_send", amountMinor: -2_300 }],
  });
  await send(refund?.id ?? "");
  const said = await statement();
  expect(said).toMatchObject({
    ...{ receivedMinor: 14_400, returnedMinor: 2_300, underWayMinor: 0, cancellationFeeMinor: 12_100 },
    ...{ owedMinor: 0, openMinor: 0, ended: "cancelled", endedOn: today(), partCount: 4 },
  });
  expect(said?.asked.map(({ state }) => state)).toEqual(["paid", "cancelled", "cancelled", "cancelled"]);
});

test("a fee that is left of a plan is open on the statement, and has its receipt when it is paid", async () => {
  const terms = { cancelDays: 7, cancelPercent: 60, cancelFeeMinor: 2_500 };
  const { student, enrolment, settle, statement, receipt } = await planned(terms);
  await settle("plan");
  await school.as(student)((ctx) => leaveCohort(ctx, { enrolmentId: enrolment.id, seenMinor: -7_300 }));
  expect(await statement()).toMatchObject({ openMinor: 7_300, cancellationFeeMinor: 14_400 });
  await settle("all");
  expect(await statement()).toMatchObject({ openMinor: 0, cancellationFeeMinor: 21_700 });
  const letters = await school.database.read.select().from(outbox).where(eq(outbox.recipient, student.email));
  expect(letters.filter(({ kind }) => kind === "instalment_paid")).toHaveLength(1);
  expect(await receipt(5)).toMatchObject({ totalMinor: 7_300, taxMinor: 547, lines: [{ kind: "cancellation_fee" }] });
});

test("a plan that is given back whole has no invoice and no receipt, and its statement says all of it", async () => {
  const { admin, order, settle, statement, receipts, send } = await planned();
  await settle("plan");
  const [line] = await school.database.read.select().from(orderLines).where(eq(orderLines.orderId, order.id));
  const lines = [{ lineId: line?.id ?? "", access: "ends" as const, amountMinor: 14_400 }];
  const ending = { orderId: order.id, lines, why: "Goodwill.", refund: "now" as const };
  const [refund] = await school.as(admin)((ctx) => endPurchase(ctx, ending));
  await send(refund?.id ?? "");
  expect(await school.listIssued(order)).toEqual([]);
  expect(await receipts()).toEqual([]);
  expect(await statement()).toMatchObject({
    ...{ receivedMinor: 14_400, returnedMinor: 14_400, cancellationFeeMinor: 0, owedMinor: 0, openMinor: 0 },
    ...{ ended: "cancelled", entries: [{ kind: "payment" }, { kind: "refund", state: "done", amountMinor: -14_400 }] },
  });
});

test("the buyer, support and finance read these papers, and no other student and no stranger", async () => {
  const { settle, receipt, statement } = await planned();
  expect(await statement()).toBeUndefined();
  await settle("plan");
  for (const who of [finance, await school.person("support")]) {
    expect(await receipt(1, 0, who)).toBeDefined();
    expect(await statement(who)).toBeDefined();
  }
  for (const who of [await school.person("student"), await school.person("instructor")]) {
    expect(await receipt(1, 0, who)).toBeUndefined();
    expect(await statement(who)).toBeUndefined();
  }
});

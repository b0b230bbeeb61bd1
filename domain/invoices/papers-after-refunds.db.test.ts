import { afterAll, beforeAll, expect, test } from "vitest";
import { type InvoicingSchool, openInvoicingSchool } from "#tests/support/invoicing-school.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import { leaveCohort } from "../checkout/leave-cohort.ts";
import { recordTransfer } from "../checkout/record-transfer.ts";
import { switchCohort } from "../checkout/switch-cohort.ts";
import { setPaymentPlan } from "../courses/set-payment-plan.ts";
import { answerCreditOffer } from "../credit/answer-credit-offer.ts";
import { offerCredit } from "../credit/offer-credit.ts";
import type { Actor } from "../kernel/actor.ts";
import { addMs, DAY_MS, HOUR_MS } from "../kernel/clock.ts";
import { addDays, formatLocalDay } from "../kernel/local-time.ts";
import { getOrder } from "../orders/get-order.ts";
import { startPayment } from "../payments/start-payment.ts";
import { recordRefund } from "../refunds/record-refund.ts";
import { requestRefund } from "../refunds/request-refund.ts";
import { getOrderPaper } from "./get-order-paper.ts";
import { issueInvoice } from "./issue-invoice.ts";

let school: InvoicingSchool;
let finance: Actor & { id: string };
beforeAll(async () => {
  school = await openInvoicingSchool({
    bank: { accountHolder: "Lindenhof School", iban: "CH93 0076 2011 6238 5295 7" },
  });
  finance = (await school.person("finance")) as typeof finance;
  await school.say({ currency: "CHF" });
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.drop();
});

const today = () => formatLocalDay(school.clock(), "Europe/Zurich");
const TERMS = { moveDays: 3, cancelDays: 3, cancelPercent: 100, cancelFeeMinor: 0 };

/** CHF 600.00 at once, by the online provider or by transfer. */
async function bought(pay: "card" | "transfer" | "nothing" = "card") {
  const facts = { startsAt: addMs(school.clock(), 60 * DAY_MS), endsAt: null, ...TERMS };
  const from = await school.cohort({ priceMinor: 60_000, ...facts });
  const student = await school.person("student");
  const provider = pay === "transfer" ? ("bank" as const) : ("sandbox" as const);
  const placed = await school.as(student)((ctx) =>
    enrolStudent(ctx, { cohortId: from.id, studentId: student.id, provider }),
  );
  const { order, enrolment } = placed;
  const payment = placed.payment ?? { id: "" };
  const transfer = (amountMinor: number, key: string) =>
    school.as(finance)((ctx) =>
      recordTransfer(ctx, { orderId: order.id, amountMinor, currency: "CHF", key: `${order.id} ${key}` }),
    );
  if (pay === "card") await school.pay({ payment, order });
  if (pay === "transfer") await transfer(60_000, "all");
  const to = (priceMinor: number) => school.cohort({ name: "Other", ...facts, priceMinor }, { id: from.courseId });
  const paper = (which: "receipt" | "statement") =>
    getOrderPaper(school.reading(student), { orderCode: order.code, paper: which });
  const statement = async () => (await paper("statement"))?.statement;
  const send = (refundId: string) =>
    school.asSystem((ctx) => recordRefund(ctx, { refundId, view: { state: "done", reference: `re_${refundId}` } }));
  return { order, enrolment, student, payment, transfer, to, receipt: () => paper("receipt"), statement, send };
}

test("the receipt of a place that was moved to a cheaper date says what came and what went back, and asks for nothing", async () => {
  const { enrolment, student, to, receipt, send } = await bought();
  const cheaper = await to(20_000);
  const moved = { enrolmentId: enrolment.id, toCohortId: cheaper.id };
  const { asked } = await school.as(student)((ctx) => switchCohort(ctx, moved));
  expect(await receipt()).toMatchObject({ receivedMinor: 60_000, returnedMinor: 0, owedMinor: 40_000, dueMinor: 0 });
  for (const { id } of asked) await send(id);
  expect(await receipt()).toMatchObject({
    ...{ totalMinor: 60_000, paidMinor: 60_000, dueMinor: 0 },
    ...{ receivedMinor: 60_000, returnedMinor: 40_000, takenMinor: 0, underWayMinor: 0, owedMinor: 0 },
  });
});

test("neither goodwill nor credit that was given makes a receipt ask for money", async () => {
  const it = await bought();
  await school.refund(it, 5_000);
  expect(await it.receipt()).toMatchObject({ receivedMinor: 60_000, returnedMinor: 5_000, dueMinor: 0 });
  const over = await bought("transfer");
  await over.transfer(11_200, "again");
  expect(await over.receipt()).toMatchObject({
    receivedMinor: 71_200,
    returnedMinor: 0,
    owedMinor: 11_200,
    dueMinor: 0,
  });
  const offer = await school.as(finance)((ctx) =>
    offerCredit(ctx, { orderId: over.order.id, amountMinor: 11_200, reason: "" }),
  );
  await school.as(over.student)((ctx) => answerCreditOffer(ctx, { offerId: offer.id, agrees: true }));
  expect(await over.receipt()).toMatchObject({
    receivedMinor: 71_200,
    returnedMinor: 11_200,
    owedMinor: 0,
    dueMinor: 0,
  });
});

test("what was paid too much is with the school until it is sent, and is said to be given back", async () => {
  const { order, statement, send, transfer } = await bought("transfer");
  await transfer(11_200, "again");
  const standing = { receivedMinor: 71_200, returnedMinor: 0, underWayMinor: 0, owedMinor: 11_200 };
  expect(await statement()).toMatchObject({ ...standing, entries: [{}, { kind: "payment", state: "done" }] });
  school.clock.forward(HOUR_MS);
  const { payments } = await findPayments(order.code);
  const paymentId = payments.find(({ amountMinor }) => amountMinor === 11_200)?.id ?? "";
  const { refund } = await school.as(finance)((ctx) =>
    requestRefund(ctx, { paymentId, amountMinor: 11_200, reason: "Paid twice." }),
  );
  expect(await statement()).toMatchObject({ ...standing, entries: [{}, {}, { kind: "refund", state: "to_send" }] });
  await send(refund.id);
  expect(await statement()).toMatchObject({
    ...{ receivedMinor: 71_200, returnedMinor: 11_200, underWayMinor: 0, owedMinor: 0 },
    entries: [{}, {}, { kind: "refund", state: "done" }],
  });
});

test("entries of one day stand in order of time, whichever payment they are of", async () => {
  const it = await bought();
  school.clock.forward(60_000);
  await school.refund(it, 1_000);
  school.clock.forward(60_000);
  await it.transfer(5_000, "later");
  school.clock.forward(60_000);
  await school.refund(it, 2_000);
  expect((await it.statement())?.entries.map(({ kind, amountMinor }) => [kind, amountMinor])).toEqual([
    ["payment", 60_000],
    ["refund", -1_000],
    ["payment", 5_000],
    ["refund", -2_000],
  ]);
});

test("the statement of an order that was paid by invoice names the invoice and its due day", async () => {
  const { order, statement, transfer } = await bought("nothing");
  const dueOn = addDays(today(), 21);
  const { code } = await school.as(finance)((ctx) => issueInvoice(ctx, { orderId: order.id, dueOn }));
  await transfer(60_000, "all");
  expect(await statement()).toMatchObject({ invoiceCode: code, asked: [{ kind: "price", dueOn, state: "paid" }] });
});

/** CHF 480.00 in parts, of which the deposit of CHF 144.00 was paid by card: what the school keeps of it has an invoice. */
async function leftPlan(cancelPercent: number, seenMinor: number) {
  const startsAt = addMs(school.clock(), 200 * DAY_MS);
  const terms = { cancelDays: 7, cancelPercent, cancelFeeMinor: 2_500, startsAt, endsAt: null };
  const { id: cohortId } = await school.cohort({ priceMinor: 48_000, ...terms });
  const admin = await school.person("admin");
  const plan = { deposit: { percent: 30 }, furtherParts: 3, monthsBetween: 1 };
  await school.as(admin)((ctx) => setPaymentPlan(ctx, { cohortId, plan }));
  const student = await school.person("student");
  const { order, enrolment } = await school.as(student)((ctx) =>
    enrolStudent(ctx, { cohortId, studentId: student.id }),
  );
  const payment = await school.as(student)((ctx) =>
    startPayment(ctx, { orderId: order.id, provider: "sandbox", pay: "plan" }),
  );
  await school.pay({ payment, order: { totalMinor: payment.amountMinor } });
  await school.as(student)((ctx) => leaveCohort(ctx, { enrolmentId: enrolment.id, seenMinor }));
  return (await school.listIssued(order))[0];
}

test("the invoice of a cancellation fee that is open says where to pay it, whatever has paid before", async () => {
  const open = await leftPlan(60, -7_300);
  expect(open).toMatchObject({ state: "open", totalMinor: 21_700 });
  expect(open?.content).toMatchObject({
    ...{ dueMinor: 7_300, dueOn: open?.dueOn },
    payment: { means: "transfer", holder: "Lindenhof School", iban: "CH9300762011623852957" },
  });
});

test("the invoice of a cancellation fee that is paid asks for no transfer", async () => {
  const paid = await leftPlan(100, 11_900);
  expect(paid).toMatchObject({ state: "paid", totalMinor: 2_500 });
  expect(paid?.content).toMatchObject({ dueMinor: 0, payment: { iban: "" } });
});

async function findPayments(code: string) {
  const found = await getOrder(school.reading(finance), code);
  if (!found) throw new Error("no such order");
  return found;
}

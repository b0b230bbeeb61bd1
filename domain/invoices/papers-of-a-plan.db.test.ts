import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { orderLines, orders } from "#db/schema/index.ts";
import { ACME, type InvoicingSchool, openInvoicingSchool } from "#tests/support/invoicing-school.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import { recordTransfer } from "../checkout/record-transfer.ts";
import { leaveCohort } from "../checkout/leave-cohort.ts";
import { waiveFees } from "../checkout/waive-fees.ts";
import { setPaymentPlan } from "../courses/set-payment-plan.ts";
import { listDueReminders } from "../instalments/list-due-reminders.ts";
import { loadInstalments } from "../instalments/load-instalments.ts";
import type { PayChoice } from "../instalments/pick-instalments.ts";
import { remindOfInstalment } from "../instalments/remind-of-instalment.ts";
import type { Actor } from "../kernel/actor.ts";
import { addMs, DAY_MS } from "../kernel/clock.ts";
import { addDays, formatLocalDay } from "../kernel/local-time.ts";
import { startPayment } from "../payments/start-payment.ts";
import { correctInvoice } from "./correct-invoice.ts";
import { getAskedMinor } from "./get-asked-minor.ts";
import { getOrderPaper } from "./get-order-paper.ts";
import { issueInvoice } from "./issue-invoice.ts";
import { setBillingDetails } from "./set-billing-details.ts";

let school: InvoicingSchool;
let finance: Actor & { id: string };
beforeAll(async () => {
  school = await openInvoicingSchool({
    bank: { accountHolder: "Lindenhof School", iban: "CH93 0076 2011 6238 5295 7" },
  });
  finance = (await school.person("finance")) as typeof finance;
  await school.say({ currency: "CHF", lateReminders: "3, 10: 5.00" });
});
afterAll(async () => {
  expect(await school.findNumberFaults()).toEqual([]);
  expect(await findViolations(school.database)).toEqual([]);
  await school.drop();
});

const TAXED = { taxMinor: 3_597, taxRatePpm: 81_000, taxCategory: "standard" as const };
const today = () => formatLocalDay(school.clock(), "Europe/Zurich");

/** CHF 480.00 with 8.1 % in it: half now, and a quarter in each of the two months after. */
async function planned(facts: Parameters<InvoicingSchool["cohort"]>[0] = {}) {
  const { id: cohortId } = await school.cohort({ priceMinor: 48_000, capacity: 3, endsAt: null, ...facts });
  const admin = await school.person("admin");
  const plan = { deposit: { percent: 50 }, furtherParts: 2, monthsBetween: 1 };
  await school.as(admin)((ctx) => setPaymentPlan(ctx, { cohortId, plan }));
  const student = await school.person("student");
  const { order, enrolment } = await school.as(student)((ctx) =>
    enrolStudent(ctx, { cohortId, studentId: student.id }),
  );
  await school.database.write((tx) => tx.update(orderLines).set(TAXED).where(eq(orderLines.orderId, order.id)));
  const begin = (pay: PayChoice) =>
    school.as(student)((ctx) => startPayment(ctx, { orderId: order.id, provider: "sandbox", pay }));
  const settle = async (pay: PayChoice) => {
    const payment = await begin(pay);
    await school.pay({ payment, order: { totalMinor: payment.amountMinor } });
    return payment;
  };
  const issue = (dueOn?: string) => school.as(finance)((ctx) => issueInvoice(ctx, { orderId: order.id, dueOn }));
  const listed = async () =>
    (await school.listIssued(order)).map(({ kind, state, totalMinor }) => `${kind} ${state} ${totalMinor}`);
  const proforma = () => getOrderPaper(school.reading(student), { orderCode: order.code, paper: "proforma" });
  const parts = () => loadInstalments(school.database.read, order.id);
  return { admin, order, enrolment, student, begin, settle, issue, listed, proforma, parts };
}

test("the invoice of a plan names its parts, is due with the next, and is paid with the last", async () => {
  const { settle, issue, listed, parts } = await planned();
  await settle("plan");
  const [first, second, third] = await parts();
  const issued = await issue();
  expect(issued).toMatchObject({ state: "open", paidAt: null, dueOn: second?.dueOn });
  const { content } = issued;
  expect(content).toMatchObject({ dueOn: second?.dueOn, totalMinor: 48_000, paidMinor: 24_000, dueMinor: 24_000 });
  expect(content.parts).toEqual([
    { number: 1, dueOn: first?.dueOn, amountMinor: 24_000, paidMinor: 24_000, paidOn: today() },
    { number: 2, dueOn: second?.dueOn, amountMinor: 12_000, paidMinor: 0, paidOn: "" },
    { number: 3, dueOn: third?.dueOn, amountMinor: 12_000, paidMinor: 0, paidOn: "" },
  ]);
  // The deposit came by card, and the other parts can come by transfer.
  expect(content.payment).toMatchObject({ means: "transfer", iban: "CH9300762011623852957" });
  expect(getAskedMinor(content)).toBe(12_000);
  await settle({ instalment: 2 });
  await settle({ instalment: 3 });
  expect(await listed()).toEqual(["invoice paid 48000"]);
});

test("an invoice that the last part brings names when each part was paid; one of all at once names none", async () => {
  const plan = await planned();
  await plan.settle("plan");
  const paidOn = [today()];
  school.clock.forward(20 * DAY_MS);
  paidOn.push(today(), today());
  await plan.settle("all");
  const [invoice] = await school.listIssued(plan.order);
  expect(invoice?.content.parts?.map((part) => part.paidOn)).toEqual(paidOn);
  expect(invoice?.content).toMatchObject({ dueOn: "", paidMinor: 48_000, dueMinor: 0 });
  const atOnce = await planned();
  await atOnce.begin("plan");
  await atOnce.settle("all");
  expect((await school.listIssued(atOnce.order))[0]?.content.parts).toBeUndefined();
});

test("a plan whose last fee is waived after all its parts were paid gets its invoice then", async () => {
  const { admin, order, settle, begin, listed, parts } = await planned();
  await settle("plan");
  // Begun before the reminder, the payment does not take its fee.
  const rest = await begin("all");
  const [, second] = await parts();
  school.clock.set(addMs(second?.lateFrom ?? school.clock(), 11 * DAY_MS));
  const late = await listDueReminders(school.database.read, school.clock(), 100);
  for (const due of late) await school.asSystem((ctx) => remindOfInstalment(ctx, due));
  await school.pay({ payment: rest, order: { totalMinor: rest.amountMinor } });
  expect((await parts()).filter(({ state }) => state === "due")).toMatchObject([{ kind: "fee", amountMinor: 500 }]);
  expect(await listed()).toEqual([]);
  await school.as(admin)((ctx) => waiveFees(ctx, { orderId: order.id, why: "a mistake of ours" }));
  expect(await listed()).toEqual(["invoice paid 48000"]);
});

test("a late part is asked for at once with what is due since, less what has come of it", async () => {
  const { order, settle, issue, parts } = await planned();
  await settle("plan");
  const [, second] = await parts();
  school.clock.set(addMs(second?.lateFrom ?? school.clock(), 2 * DAY_MS));
  const money = { orderId: order.id, amountMinor: 5_000, currency: "CHF", key: order.id };
  await school.as(finance)((ctx) => recordTransfer(ctx, money));
  const late = (await issue()).content;
  expect(late).toMatchObject({ dueOn: today(), paidMinor: 29_000, dueMinor: 19_000 });
  expect(late.parts?.map(({ paidMinor }) => paidMinor)).toEqual([24_000, 5_000, 0]);
  expect(getAskedMinor(late)).toBe(7_000);
  school.clock.forward(40 * DAY_MS);
  expect(getAskedMinor({ ...late, dueOn: today() })).toBe(19_000);
});

test("what takes an invoice back names no parts, and one that is issued anew names them as they are by then", async () => {
  const { settle, issue, order } = await planned();
  await settle("plan");
  const { id: invoiceId } = await issue();
  await settle({ instalment: 2 });
  const { cancellation, invoice } = await school.as(finance)((ctx) => correctInvoice(ctx, { invoiceId, ...ACME }));
  expect(cancellation.content).toMatchObject({ kind: "cancellation", dueMinor: 0 });
  expect(cancellation.content.parts).toBeUndefined();
  expect(invoice.content).toMatchObject({
    paidMinor: 36_000,
    dueMinor: 12_000,
    dueOn: invoice.content.parts?.[2]?.dueOn,
  });
  const last = await settle({ instalment: 3 });
  await school.refund({ payment: last }, 5_000);
  const note = (await school.listIssued(order)).at(-1);
  expect(note?.content).toMatchObject({ kind: "credit_note", totalMinor: 5_000 });
  expect(note?.content.parts).toBeUndefined();
});

test("a proforma of a plan asks for the deposit until the order ends, and never beyond the second part", async () => {
  const { begin, proforma, issue, parts, order } = await planned();
  expect((await proforma())?.parts).toBeUndefined();
  await begin("plan");
  const [, second] = await parts();
  const endsAt = (expiresAt: Date) =>
    school.database.write((tx) => tx.update(orders).set({ expiresAt }).where(eq(orders.id, order.id)));
  await endsAt(addMs(school.clock(), 9 * DAY_MS));
  const paper = await proforma();
  expect(paper).toMatchObject({ totalMinor: 48_000, dueMinor: 48_000, dueOn: addDays(today(), 9) });
  expect(paper?.parts?.map(({ dueOn }) => dueOn)).toEqual([
    paper?.dueOn,
    ...(await parts()).slice(1).map((p) => p.dueOn),
  ]);
  expect(getAskedMinor(paper as NonNullable<typeof paper>)).toBe(24_000);
  await endsAt(new Date(`${addDays(second?.dueOn ?? "", 3)}T10:00:00Z`));
  expect((await proforma())?.dueOn).toBe(addDays(second?.dueOn ?? "", -1));
  // A company's invoice before anything is paid: its seat is held as long, and its deposit is due then.
  const dueOn = addDays(today(), 14);
  const { content } = await issue(dueOn);
  expect(content).toMatchObject({ dueOn, paidMinor: 0, dueMinor: 48_000 });
  expect(content.parts?.[0]).toMatchObject({ dueOn, paidMinor: 0 });
});

test("the invoice of a fee that is left of a plan stays of that fee when its buyer is named otherwise", async () => {
  const startsAt = addMs(school.clock(), 200 * DAY_MS);
  const terms = { startsAt, cancelDays: 7, cancelPercent: 20, cancelFeeMinor: 2_500 };
  const { order, student, enrolment, settle, listed } = await planned(terms);
  await settle("plan");
  // CHF 409.00 stay with the school, of which CHF 169.00 were not paid.
  await school.as(student)((ctx) => leaveCohort(ctx, { enrolmentId: enrolment.id, seenMinor: -16_900 }));
  expect(await listed()).toEqual(["invoice open 40900"]);
  await school.as(student)((ctx) => setBillingDetails(ctx, { orderId: order.id, ...ACME }));
  expect(await listed()).toEqual(["invoice cancelled 40900", "cancellation issued 40900", "invoice open 40900"]);
  const kept = (await school.listIssued(order)).at(-1)?.content;
  expect(kept).toMatchObject({ paidMinor: 24_000, dueMinor: 16_900, buyer: { name: "Acme GmbH" } });
  expect(kept?.parts).toBeUndefined();
});

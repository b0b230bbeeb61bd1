import { eq, inArray } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { invoices, orders, payments, refunds } from "#db/schema/index.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { ACME, type InvoicingSchool, openInvoicingSchool } from "#tests/support/invoicing-school.ts";
import { addMs, DAY_MS } from "../kernel/clock.ts";
import { getOrderFunds } from "../ledger/list-balances.ts";
import { addPayment } from "../payments/add-payment.ts";
import { PriceRuleFields } from "../price-rules/inputs.ts";
import { createPriceRule } from "../price-rules/create-price-rule.ts";
import type { Billing } from "../invoices/inputs.ts";
import { addTaxRate } from "../tax/add-tax-rate.ts";
import { recordRefund } from "../refunds/record-refund.ts";
import { confirmTransfer } from "./confirm-transfer.ts";
import { endPurchase } from "./end-purchase.ts";
import { enrolStudent } from "./enrol-student.ts";
import { getCohortEnding } from "./get-cohort-ending.ts";
import { getEnding } from "./get-ending.ts";
import { getLeavingOffer } from "./get-leaving-offer.ts";
import { getPaidInCohort } from "./get-paid-in-cohort.ts";
import { leaveCohort } from "./leave-cohort.ts";
import { moveEnrolment } from "./move-enrolment.ts";
import { switchCohort } from "./switch-cohort.ts";

let school: InvoicingSchool;
let admin: Awaited<ReturnType<InvoicingSchool["person"]>>;
beforeAll(async () => {
  school = await openInvoicingSchool();
  admin = await school.person("admin");
});
afterAll(async () => {
  expect(await school.findNumberFaults()).toEqual([]);
  expect(await findViolations(school.database)).toEqual([]);
  await school.drop();
});

const read = () => school.database.read;
type Facts = Parameters<InvoicingSchool["cohort"]>[0];
const TERMS = { moveDays: 3, cancelDays: 3, cancelPercent: 80, cancelFeeMinor: 0 };

/** An early bird's place: CHF 192 of 240, which they have paid. Other dates of the course have other prices. */
async function buyEarly(terms: Facts = TERMS, billing?: Billing) {
  const startsAt = addMs(school.clock(), 60 * DAY_MS);
  const from = await school.cohort({ priceMinor: 24_000, startsAt, ...terms });
  const early = { name: "Early bird", kind: "early_bird", effect: "percent", percentPpm: 200_000, cohortId: from.id };
  const endsOn = addMs(school.clock(), DAY_MS).toISOString().slice(0, 10);
  await school.as(admin)((ctx) => createPriceRule(ctx, PriceRuleFields.parse({ ...early, endsOn })));
  const student = await school.person("student");
  const input = { cohortId: from.id, studentId: student.id, provider: "bank" as const, ...(billing && { billing }) };
  const { enrolment, order, payment } = await school.as(student)((ctx) => enrolStudent(ctx, input));
  await school.asSystem((ctx) => confirmTransfer(ctx, payment?.id ?? ""));
  const to = (priceMinor: number) =>
    school.cohort({ name: "Other", startsAt, ...terms, priceMinor }, { id: from.courseId });
  const orderIds = [order.id];
  const asked: { id: string; amountMinor: number }[] = [];
  const send = async (back: { id: string; amountMinor: number }[]) => {
    asked.push(...back);
    for (const { id } of back) {
      const view = { state: "done" as const, reference: `re_${id}` };
      await school.asSystem((ctx) => recordRefund(ctx, { refundId: id, view }));
    }
  };
  /** Moves, pays what it costs and sends what comes back; says the difference. */
  const move = async (toCohortId: string, by: "student" | "office" = "student") => {
    const enrolmentId = enrolment.id;
    const moved =
      by === "student"
        ? await school.as(student)((ctx) => switchCohort(ctx, { enrolmentId, toCohortId }))
        : await school.as(admin)((ctx) =>
            moveEnrolment(ctx, { enrolmentId, toCohortId, why: "asked", difference: "settle" }),
          );
    await send(moved.asked);
    if (moved.orderCode === null) return moved.asked.reduce((sum, { amountMinor }) => sum - amountMinor, 0);
    const [due] = await read().select().from(orders).where(eq(orders.code, moved.orderCode));
    if (!due) throw new Error("there is no order of the move");
    const attempt = await school.asSystem((ctx) => addPayment(ctx as never, due, "bank"));
    await school.asSystem((ctx) => confirmTransfer(ctx, attempt.id));
    orderIds.push(due.id);
    return due.totalMinor;
  };
  return { from, to, student, enrolmentId: enrolment.id, order, orderIds, asked, send, move };
}

/** What came in less what went back, and what the invoices say less what the credit notes do, in minor units. */
async function sums(orderIds: string[]) {
  const paid = await read().select().from(payments).where(inArray(payments.orderId, orderIds));
  const ids = paid.map(({ id }) => id);
  const gone = await read().select().from(refunds).where(inArray(refunds.paymentId, ids));
  const papers = await read().select().from(invoices).where(inArray(invoices.orderId, orderIds));
  const settled = paid.filter(({ state }) => state === "settled").reduce((sum, each) => sum + each.amountMinor, 0);
  return {
    here: settled - gone.reduce((sum, each) => sum + each.amountMinor, 0),
    invoiced: papers.reduce((sum, each) => sum + (each.kind === "invoice" ? each.totalMinor : -each.totalMinor), 0),
  };
}

describe.each(["student", "office"] as const)("an early bird who is moved by the %s", (by) => {
  test("pays a dearer date less the same share, and the way back costs not a cent", async () => {
    const { from, to, move, orderIds } = await buyEarly();
    const dear = await to(29_000);
    const dearest = await to(33_333);
    const differences = [];
    for (const { id } of [dear, dearest, from, dear, from]) differences.push(await move(id, by));
    expect(differences).toEqual([4_000, 3_466, -7_466, 4_000, -4_000]);
    expect(await sums(orderIds)).toEqual({ here: 19_200, invoiced: 19_200 });
  });

  test("is given back, after a dearer date and a cheaper one, what is here: not the price of before the moves", async () => {
    const { to, move, enrolmentId, orderIds, order, send } = await buyEarly();
    await move((await to(30_000)).id, by);
    await move((await to(27_000)).id, by);
    const [line] = (await getEnding(school.reading(admin), { enrolmentId }))?.lines ?? [];
    expect(line).toMatchObject({ paidMinor: 21_600, returnedMinor: 17_280, keptMinor: 4_320 });
    const lines = [{ lineId: line?.id ?? "", access: "ends" as const, amountMinor: 21_600, seenMinor: 21_600 }];
    const end = { orderId: order.id, lines, why: "the teacher is ill", refund: "now" as const };
    await send(await school.as(admin)((ctx) => endPurchase(ctx, end)));
    expect(await sums(orderIds)).toEqual({ here: 0, invoiced: 0 });
  });
});

test("leaving after moves gives the share of what the place is worth now, and never of what has gone back", async () => {
  const { from, to, move, enrolmentId, student, orderIds, send } = await buyEarly();
  await move((await to(29_000)).id);
  await move(from.id);
  const offer = await getLeavingOffer(read(), school.clock(), enrolmentId);
  expect(offer?.paid).toMatchObject({ paid: { minor: 19_200 }, returned: { minor: 15_360 } });
  await send(await school.as(student)((ctx) => leaveCohort(ctx, { enrolmentId, seenMinor: 15_360 })));
  expect((await sums(orderIds)).here).toBe(3_840);
  for (const id of orderIds) {
    expect(await school.database.write((tx) => getOrderFunds(tx, { id, currency: "CHF" }))).toBe(0);
  }
});

test("sold without a refund: what a move has added comes back by the next one, and no more", async () => {
  const { from, to, move } = await buyEarly({ ...TERMS, cancelPercent: 0 });
  const [dear, cheap] = [await to(29_000), await to(20_000)];
  expect([await move(dear.id), await move(cheap.id), await move(from.id)]).toEqual([4_000, -4_000, 0]);
});

test("moves of other days and prices that went up meanwhile: nobody is charged for where they are", async () => {
  const { from, to, move, enrolmentId } = await buyEarly();
  const dear = await to(29_000);
  const other = await to(29_000);
  expect(await move(dear.id)).toBe(4_000);
  school.clock.forward(3 * DAY_MS);
  expect(await move(other.id)).toBe(0);
  school.clock.forward(3 * DAY_MS);
  // The office lets them have a dearer one for nothing; another as dear costs nothing, and the way back brings nothing.
  const dearest = await to(40_000);
  const asDear = await to(40_000);
  await school.as(admin)((ctx) => moveEnrolment(ctx, { enrolmentId, toCohortId: dearest.id, why: "a favour" }));
  expect(await move(asDear.id)).toBe(0);
  expect(await move(other.id)).toBe(0);
  expect(await move(from.id)).toBe(-4_000);
});

test("what is on its way back is not counted as here, where the school calls its cohort off", async () => {
  const { to, student, enrolmentId } = await buyEarly();
  const cheap = await to(20_000);
  await school.as(student)((ctx) => switchCohort(ctx, { enrolmentId, toCohortId: cheap.id }));
  expect((await getCohortEnding(school.reading(admin), cheap.id)).totals).toEqual([{ currency: "CHF", minor: 16_000 }]);
  expect((await getPaidInCohort(read(), cheap.id)).totals).toEqual([{ currency: "CHF", minor: 16_000 }]);
});

test("a company abroad pays a dearer date without its tax, and comes back without a cent", async () => {
  const owner = await school.person("owner");
  const rate = { kind: "", country: "", category: "standard", note: "", validFrom: "", ratePpm: 190_000 } as const;
  await school.as(owner)((ctx) => addTaxRate(ctx, rate));
  await school.say({ addressCountry: "DE", reverseChargeNote: "Reverse charge.", vatNumber: "DE136695976" });
  const billing = { ...ACME, name: "", postCode: "1010", country: "AT", vatId: "ATU13585627" };
  const { from, to, move, order, orderIds } = await buyEarly(TERMS, billing);
  expect(order.totalMinor).toBe(16_134);
  const dear = await to(29_000);
  expect([await move(dear.id), await move(from.id), await move(dear.id)]).toEqual([3_361, -3_361, 3_361]);
  expect((await sums(orderIds)).here).toBe(19_495);
});

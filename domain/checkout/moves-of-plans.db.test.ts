import { and, eq, inArray } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { invoices, moves, orderInstalments, orders, outbox, payments, refunds } from "#db/schema/index.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { type InvoicingSchool, openInvoicingSchool } from "#tests/support/invoicing-school.ts";
import { setPaymentPlan } from "../courses/set-payment-plan.ts";
import { loadInstalments } from "../instalments/load-instalments.ts";
import type { PayChoice } from "../instalments/pick-instalments.ts";
import { issueInvoice } from "../invoices/issue-invoice.ts";
import { addMs, DAY_MS } from "../kernel/clock.ts";
import { getOrderFunds } from "../ledger/list-balances.ts";
import { getOrder } from "../orders/get-order.ts";
import { startPayment } from "../payments/start-payment.ts";
import { recordRefund } from "../refunds/record-refund.ts";
import { applyPaymentUpdate } from "./apply-payment-update.ts";
import { enrolStudent } from "./enrol-student.ts";
import { getEnding } from "./get-ending.ts";
import { getLeavingOffer } from "./get-leaving-offer.ts";
import { leaveCohort } from "./leave-cohort.ts";
import { listMovePrices } from "./list-move-prices.ts";
import { listSwitchTargets } from "./list-switch-targets.ts";
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
const TERMS = { moveDays: 3, cancelDays: 3, cancelPercent: 100, cancelFeeMinor: 0 };

/** CHF 480.00 in 144.00 now and three parts of 112.00, of which `parts` are paid. */
async function planned(parts: number, terms: Partial<typeof TERMS> = {}) {
  const startsAt = addMs(school.clock(), 200 * DAY_MS);
  const facts = { startsAt, endsAt: null, ...TERMS, ...terms };
  const from = await school.cohort({ priceMinor: 48_000, ...facts });
  const plan = { deposit: { percent: 30 }, furtherParts: 3, monthsBetween: 1 };
  await school.as(admin)((ctx) => setPaymentPlan(ctx, { cohortId: from.id, plan }));
  const student = await school.person("student");
  const { order, enrolment } = await school.as(student)((ctx) =>
    enrolStudent(ctx, { cohortId: from.id, studentId: student.id }),
  );
  const orderIds = [order.id];
  const settle = (paymentId: string, minor: number) =>
    school.asSystem((ctx) =>
      applyPaymentUpdate(ctx, {
        ...{ provider: "sandbox", paymentId },
        view: { state: "settled", amount: { minor, currency: "CHF" }, live: false, paymentId },
      }),
    );
  const begin = (orderId: string, pay: PayChoice) =>
    school.as(student)((ctx) => startPayment(ctx, { orderId, provider: "sandbox", pay }));
  const pay = async (choice: PayChoice, orderId = order.id) => {
    const { id, amountMinor } = await begin(orderId, choice);
    await settle(id, amountMinor);
    return amountMinor;
  };
  for (let number = 1; number <= parts; number += 1) await pay(number === 1 ? "plan" : { instalment: number });
  const to = (priceMinor: number) => school.cohort({ name: "Other", ...facts, priceMinor }, { id: from.courseId });
  const enrolmentId = enrolment.id;
  const finish = async (asked: { id: string; amountMinor: number }[]) => {
    for (const { id } of asked) {
      const view = { state: "done" as const, reference: `re_${id}` };
      await school.asSystem((ctx) => recordRefund(ctx, { refundId: id, view }));
    }
  };
  /** Moves, pays what it costs more and sends what goes back; says what was paid, or went back. */
  const move = async (toCohortId: string, by: "student" | "office" = "student") => {
    const { orderCode, asked } =
      by === "student"
        ? await school.as(student)((ctx) => switchCohort(ctx, { enrolmentId, toCohortId }))
        : await school.as(admin)((ctx) =>
            moveEnrolment(ctx, { enrolmentId, toCohortId, why: "asked", difference: "settle" }),
          );
    await finish(asked);
    if (orderCode === null) return asked.reduce((sum, { amountMinor }) => sum - amountMinor, 0);
    const [due] = await read().select().from(orders).where(eq(orders.code, orderCode));
    orderIds.push(due?.id ?? "");
    return pay("all", due?.id);
  };
  const stand = async () => {
    const view = await getOrder(school.reading(admin), order.code);
    const all = await loadInstalments(read(), order.id);
    return {
      ...{ kind: view?.balance.kind, reviewReason: view?.reviewReason },
      parts: all.map(({ state, amountMinor }) => `${state} ${amountMinor}`),
      fundsMinor: await getOrderFunds(read(), order),
    };
  };
  return { from, to, student, enrolment, order, orderIds, begin, settle, pay, finish, move, stand };
}

/** What came in less what went back, and what the invoices say less what takes them back, in minor units. */
async function sums(orderIds: string[]) {
  const paid = await read()
    .select()
    .from(payments)
    .where(and(inArray(payments.orderId, orderIds), eq(payments.state, "settled")));
  const ids = paid.map(({ id }) => id);
  const gone = await read().select().from(refunds).where(inArray(refunds.paymentId, ids));
  const papers = await read().select().from(invoices).where(inArray(invoices.orderId, orderIds));
  const sum = (all: { amountMinor: number }[]) => all.reduce((total, { amountMinor }) => total + amountMinor, 0);
  return {
    here: sum(paid) - sum(gone),
    invoiced: papers.reduce((total, each) => total + (each.kind === "invoice" ? each.totalMinor : -each.totalMinor), 0),
  };
}

describe.each(["student", "office"] as const)("a place on a plan that the %s moves to a cheaper date", (by) => {
  test("lowers what is still to come, the last part first, and gives no money back", async () => {
    const { to, move, stand, pay, orderIds } = await planned(1);
    expect(await move((await to(40_000)).id, by)).toBe(0);
    expect(await stand()).toEqual({
      ...{ kind: "on_plan", reviewReason: null, fundsMinor: 0 },
      parts: ["paid 14400", "due 11200", "due 11200", "due 3200"],
    });
    expect(await move((await to(30_000)).id, by)).toBe(0);
    expect((await stand()).parts).toEqual(["paid 14400", "due 11200", "due 4400", "cancelled 3200"]);
    expect(await pay("all")).toBe(15_600);
    expect((await stand()).kind).toBe("paid");
    // The invoice is over what was asked for, and says why it is less.
    expect(await sums(orderIds)).toEqual({ here: 30_000, invoiced: 30_000 });
    const [paper] = await read().select().from(invoices).where(inArray(invoices.orderId, orderIds));
    expect(paper?.content).toMatchObject({ paidMinor: 30_000, dueMinor: 0, lines: [{ discountReason: "Other" }] });
  });

  test("gives back only what is beyond the open parts, and the plan is paid then", async () => {
    const { to, move, stand, orderIds } = await planned(3);
    expect(await move((await to(28_000)).id, by)).toBe(-8_800);
    expect(await stand()).toEqual({
      ...{ kind: "partly_refunded", reviewReason: null, fundsMinor: 0 },
      parts: ["paid 14400", "paid 11200", "paid 11200", "cancelled 11200"],
    });
    expect(await sums(orderIds)).toEqual({ here: 28_000, invoiced: 28_000 });
  });

  test("costs nothing there and back, by whatever way, as for who has paid at once", async () => {
    const { from, to, move, pay, orderIds } = await planned(2);
    const [cheap, cheaper, dear] = [await to(40_000), await to(20_000), await to(50_000)];
    const paid = [];
    for (const { id } of [cheap, cheaper, dear, cheap, from]) paid.push(await move(id, by));
    // 80.00 and 144.00 of 224.00 off the plan and 56.00 back; 300.00 more; 100.00 back of that; 80.00 more.
    expect(paid).toEqual([0, -5_600, 30_000, -10_000, 8_000]);
    await expect(pay("all")).rejects.toMatchObject({ code: "order_not_payable" });
    expect(await sums(orderIds)).toEqual({ here: 48_000, invoiced: 48_000 });
  });
});

test("is said before it is pressed, to the student and to the office, and by mail with both dates", async () => {
  const { from, to, student, enrolment, move } = await planned(3);
  const cheap = await to(28_000);
  const offer = await listSwitchTargets(school.reading(student), { enrolmentId: enrolment.id, cohortId: from.id });
  const target = offer?.targets.find(({ id }) => id === cheap.id);
  expect(target).toMatchObject({ difference: { minor: -20_000 }, cheaperMinor: 20_000, takenOffMinor: 11_200 });
  const prices = await listMovePrices(school.reading(admin), enrolment.id);
  expect(prices.get(cheap.id)).toMatchObject({ difference: { minor: -20_000 }, takenOffMinor: 11_200 });
  await move(cheap.id);
  const [mail] = await read()
    .select({ payload: outbox.payload })
    .from(outbox)
    .where(and(eq(outbox.kind, "enrolment_moved"), eq(outbox.recipient, student.email)));
  expect(mail?.payload).toMatchObject({
    ...{ fromCohortId: from.id, returned: { minor: 8_800 }, takenOff: { minor: 11_200, currency: "CHF" } },
  });
  const [moved] = await read().select().from(moves).where(eq(moves.enrolmentId, enrolment.id));
  expect(moved).toMatchObject({ differenceMinor: -20_000, takenOffMinor: 11_200 });
});

test("by terms that give back a part, as much less as who has paid at once", async () => {
  // 50 % would come back of 480.00: the place stays worth 240.00.
  const { to, move, stand } = await planned(1, { cancelPercent: 50 });
  expect(await move((await to(10_000)).id)).toBe(0);
  expect((await stand()).parts).toEqual(["paid 14400", "due 9600", "cancelled 11200", "cancelled 11200"]);
});

test("and left afterwards, as if left at once", async () => {
  const { to, move, enrolment, student, orderIds, finish } = await planned(2);
  await move((await to(40_000)).id);
  const offer = await getLeavingOffer(read(), school.clock(), enrolment.id);
  expect(offer?.paid).toMatchObject({
    ...{ returned: { minor: 25_600 }, kept: { minor: 0 }, owed: { minor: 0 }, counted: { minor: 8_000 } },
  });
  const [line] = (await getEnding(school.reading(admin), { enrolmentId: enrolment.id }))?.lines ?? [];
  expect(line).toMatchObject({ returnedMinor: 25_600, countedMinor: 8_000, rule: { kind: "terms" } });
  await finish(await school.as(student)((ctx) => leaveCohort(ctx, { enrolmentId: enrolment.id, seenMinor: 25_600 })));
  expect(await sums(orderIds)).toEqual({ here: 0, invoiced: 0 });
});

test("an invoice that is open asks for less from then on", async () => {
  const { to, move, order, orderIds, pay } = await planned(1);
  await school.as(admin)((ctx) => issueInvoice(ctx, { orderId: order.id }));
  await move((await to(40_000)).id);
  const papers = await read().select().from(invoices).where(eq(invoices.orderId, order.id)).orderBy(invoices.id);
  expect(papers.map(({ kind, state, totalMinor }) => `${kind} ${state} ${totalMinor}`)).toEqual([
    ...["invoice cancelled 48000", "cancellation issued 48000", "invoice open 40000"],
  ]);
  expect(papers[2]?.content).toMatchObject({ paidMinor: 14_400, dueMinor: 25_600 });
  await pay("all");
  expect(await sums(orderIds)).toEqual({ here: 40_000, invoiced: 40_000 });
});

test("an invoice of a plan whose parts went on since asks for less on the day of the next of them", async () => {
  const { to, move, order, pay } = await planned(1);
  await school.as(admin)((ctx) => issueInvoice(ctx, { orderId: order.id }));
  await pay({ instalment: 2 });
  await move((await to(40_000)).id);
  const [open] = await read()
    .select()
    .from(invoices)
    .where(and(eq(invoices.orderId, order.id), eq(invoices.state, "open")));
  const next = (await loadInstalments(read(), order.id)).find(({ state }) => state === "due");
  expect(open?.content).toMatchObject({ dueOn: next?.dueOn, paidMinor: 25_600, dueMinor: 14_400 });
});

test("ends a transfer that was begun for a part that it lowers, and leaves that of another", async () => {
  const { to, move, order, student } = await planned(1);
  const begun = await school.as(student)((ctx) =>
    startPayment(ctx, { orderId: order.id, provider: "bank", pay: { instalment: 2 } }),
  );
  const state = async () => (await read().select().from(payments).where(eq(payments.id, begun.id)))[0]?.state;
  await move((await to(40_000)).id);
  expect(await state()).toBe("created");
  await move((await to(20_000)).id);
  expect(await state()).toBe("cancelled");
});

test("waits for money that is under way for a part, and a part that was paid at that moment is not lowered", async () => {
  const { to, student, enrolment, order, begin, settle } = await planned(1);
  const cheap = await to(40_000);
  const { id, amountMinor } = await begin(order.id, { instalment: 2 });
  await school.database.write((tx) => tx.update(payments).set({ state: "pending" }).where(eq(payments.id, id)));
  const leave = () =>
    school.as(student)((ctx) => switchCohort(ctx, { enrolmentId: enrolment.id, toCohortId: cheap.id }));
  await expect(leave()).rejects.toMatchObject({ code: "wrong_state" });
  await settle(id, amountMinor);
  expect((await leave()).asked).toEqual([]);
  const [lowered] = await read()
    .select()
    .from(orderInstalments)
    .where(and(eq(orderInstalments.orderId, order.id), eq(orderInstalments.number, 4)));
  expect(lowered?.amountMinor).toBe(3_200);
});

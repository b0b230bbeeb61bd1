import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { auditLog, disputes, enrolments, orders } from "#db/schema/index.ts";
import { DAY_MS, addMs } from "#domain/kernel/clock.ts";
import { createId } from "#domain/kernel/ids.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { cancelEnrolment } from "../checkout/cancel-enrolment.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import { listBalances, getOrderFunds } from "../ledger/list-balances.ts";
import { getOrder } from "../orders/get-order.ts";
import { listOrders } from "../orders/list-orders.ts";
import { applyPaymentUpdate } from "../checkout/apply-payment-update.ts";
import type { DisputeAtProvider } from "../payments/provider.ts";
import { requestRefund } from "../refunds/request-refund.ts";
import { countOpenWork } from "../reports/count-open-work.ts";

let school: TestSchool;
beforeAll(async () => {
  school = await openTestSchool();
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.drop();
});

const PRICE = 10_000;

/** A paid order, and how the provider tells of a dispute about it. */
async function disputed() {
  const { id: cohortId } = await school.cohort({ priceMinor: PRICE });
  const student = await school.person("student");
  const { order, enrolment, payment } = await school.as(student)((ctx) =>
    enrolStudent(ctx, { cohortId, studentId: student.id, provider: "stripe" }),
  );
  const paymentId = payment?.id ?? "";
  const amount = { minor: PRICE, currency: "CHF" };
  const first: DisputeAtProvider = {
    reference: `dp_${createId("request")}`,
    state: "open",
    amount,
    reason: "product_not_received",
    respondBy: addMs(school.clock(), 7 * DAY_MS),
    isWithdrawn: true,
    isReinstated: false,
  };
  const tell = (change: Partial<DisputeAtProvider> = {}) =>
    school.asSystem((ctx) =>
      applyPaymentUpdate(ctx, {
        provider: "stripe",
        paymentId,
        view: { state: "settled", amount, live: false, paymentId },
        event: {
          eventId: createId("request"),
          type: "charge.dispute.created",
          reference: null,
          paymentId,
          body: {},
          reversals: { refunds: [], disputes: [{ ...first, ...change }] },
        },
      }),
    );
  return { order, enrolment, paymentId, first, tell };
}

type Disputed = Awaited<ReturnType<typeof disputed>>;

async function standing({ order, enrolment, paymentId }: Disputed) {
  const { read } = school.database;
  const finance = await school.person("finance");
  const view = await getOrder(school.reading(finance), order.code);
  const [place] = await read.select().from(enrolments).where(eq(enrolments.id, enrolment.id));
  const [dispute] = await read.select().from(disputes).where(eq(disputes.paymentId, paymentId));
  return {
    state: dispute?.state,
    reviewReason: view?.reviewReason,
    place: place?.state,
    paidMinor: view?.balance.paidMinor,
    refundableMinor: view?.payments[0]?.refundableMinor,
    fundsMinor: await getOrderFunds(read, order),
    journals: view?.journals.map(({ kind }) => kind),
  };
}

const openOrders = async () => {
  const finance = await school.person("finance");
  const needs = (await countOpenWork(school.reading(finance))).items;
  const list = await listOrders(
    school.reading(finance),
    { need: "dispute" },
    { sort: "created", direction: "desc", page: 1 },
  );
  return { needs: needs.find(({ kind }) => kind === "disputes")?.count ?? 0, listed: list.items.map(({ id }) => id) };
};

test("an open dispute takes its money from what was earned, leaves the place, and waits for a person on the dashboard", async () => {
  const it = await disputed();
  const before = await openOrders();
  expect((await it.tell()).outcome).toBe("settled");
  expect((await it.tell()).outcome).toBe("already");
  expect(await standing(it)).toEqual({
    state: "open",
    reviewReason: null,
    place: "active",
    paidMinor: 0,
    refundableMinor: 0,
    fundsMinor: 0,
    journals: ["payment_settled", "order_paid", "dispute_withdrawn"],
  });
  const after = await openOrders();
  expect(after.needs).toBe(before.needs + 1);
  expect(after.listed).toContain(it.order.id);
});

test("a dispute that is won puts the money back, and nobody is needed any more", async () => {
  const it = await disputed();
  await it.tell();
  expect((await it.tell({ state: "won", isReinstated: true })).outcome).toBe("disputed");
  expect(await standing(it)).toMatchObject({
    state: "won",
    reviewReason: null,
    paidMinor: PRICE,
    refundableMinor: PRICE,
    journals: ["payment_settled", "order_paid", "dispute_withdrawn", "dispute_reinstated"],
  });
  expect((await openOrders()).listed).not.toContain(it.order.id);
  expect((await it.tell()).outcome).toBe("already");
  expect(await standing(it)).toMatchObject({ state: "won", paidMinor: PRICE });
});

test("money put back after the place has ended is owed to the buyer", async () => {
  const it = await disputed();
  await it.tell();
  const support = await school.person("support");
  await school.as(support)((ctx) => cancelEnrolment(ctx, { enrolmentId: it.enrolment.id, why: "Disputed." }));
  expect(await standing(it)).toMatchObject({ place: "cancelled", fundsMinor: 0 });
  await it.tell({ state: "won", isReinstated: true });
  expect(await standing(it)).toMatchObject({ paidMinor: PRICE, fundsMinor: PRICE });
});

test("a dispute that is lost calls for a person, and an appeal that is won puts it right", async () => {
  const it = await disputed();
  await it.tell();
  await it.tell({ state: "lost" });
  expect(await standing(it)).toMatchObject({
    state: "lost",
    reviewReason: "dispute_lost",
    place: "active",
    paidMinor: 0,
  });
  expect((await openOrders()).listed).not.toContain(it.order.id);
  await it.tell({ state: "won", isReinstated: true });
  expect(await standing(it)).toMatchObject({ state: "won", reviewReason: null, paidMinor: PRICE });
});

test("an enquiry takes no money, and may become a dispute with a later day to answer by", async () => {
  const it = await disputed();
  await it.tell({ isWithdrawn: false });
  expect(await standing(it)).toMatchObject({ state: "open", paidMinor: PRICE });
  const respondBy = addMs(school.clock(), 21 * DAY_MS);
  expect((await it.tell({ respondBy })).outcome).toBe("disputed");
  expect(await standing(it)).toMatchObject({ state: "open", paidMinor: 0 });
  const [row] = await school.database.read.select().from(disputes).where(eq(disputes.paymentId, it.paymentId));
  expect(row).toMatchObject({ respondBy, withdrawnAt: school.clock() });
  expect(await school.database.read.$count(auditLog, eq(auditLog.objectId, row?.id ?? ""))).toBe(2);
});

test("old news of a dispute that has ended moves no day to answer by, and is no news", async () => {
  const it = await disputed();
  await it.tell();
  await it.tell({ state: "lost" });
  const rowOf = async () =>
    (await school.database.read.select().from(disputes).where(eq(disputes.paymentId, it.paymentId)))[0];
  const before = await rowOf();
  expect((await it.tell({ respondBy: addMs(school.clock(), 30 * DAY_MS) })).outcome).toBe("already");
  expect(await rowOf()).toEqual(before);
});

test("an enquiry that goes no further ends as closed", async () => {
  const it = await disputed();
  await it.tell({ isWithdrawn: false });
  await it.tell({ isWithdrawn: false, state: "closed" });
  expect(await standing(it)).toMatchObject({ state: "closed", reviewReason: null, paidMinor: PRICE });
});

test("money that a bank took cannot be refunded as well (refund_too_large)", async () => {
  const it = await disputed();
  await it.tell();
  const finance = await school.person("finance");
  const ask = school.as(finance)((ctx) =>
    requestRefund(ctx, { paymentId: it.paymentId, amountMinor: 1, reason: "Kindness." }),
  );
  await expect(ask).rejects.toEqual(expect.objectContaining({ code: "refund_too_large" }));
});

test("a dispute about more than was paid, or in another currency, is not booked and calls for a person", async () => {
  for (const amount of [
    { minor: PRICE + 1, currency: "CHF" },
    { minor: 100, currency: "EUR" },
  ]) {
    const it = await disputed();
    await it.tell({ isWithdrawn: false });
    const other = { reference: `dp_${createId("request")}`, amount };
    expect((await it.tell(other)).outcome).toBe("mismatch");
    const [order] = await school.database.read.select().from(orders).where(eq(orders.id, it.order.id));
    expect(order?.reviewReason).toBe("amount_mismatch");
    expect(await standing(it)).toMatchObject({ paidMinor: PRICE });
  }
});

test("whatever was disputed, the ledger sums to zero", async () => {
  const all = await listBalances(school.database.read);
  expect(all.reduce((sum, { totalMinor }) => sum + totalMinor, 0)).toBe(0);
});

import { and, eq } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { auditLog, enrolments, orders, outbox, payments, refunds } from "#db/schema/index.ts";
import { createId } from "#domain/kernel/ids.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { cancelEnrolment } from "../checkout/cancel-enrolment.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import { listBalances, getOrderFunds } from "../ledger/list-balances.ts";
import { getPaidMinor } from "../orders/get-paid-minor.ts";
import { resolveOrder } from "../orders/resolve-order.ts";
import { applyPaymentUpdate } from "../checkout/apply-payment-update.ts";
import type { DisputeAtProvider, RefundAtProvider, Reversals } from "../payments/provider.ts";
import { recordRefund } from "./record-refund.ts";
import { requestRefund } from "./request-refund.ts";

let school: TestSchool;
beforeAll(async () => {
  school = await openTestSchool();
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.drop();
});

const refusal = (code: string) => expect.objectContaining({ name: "Refusal", code });
const PRICE = 10_000;

/** A student whose order has been paid by card. */
async function paid() {
  const { id: cohortId } = await school.cohort({ priceMinor: PRICE });
  const student = await school.person("student");
  const { order, enrolment, payment } = await school.as(student)((ctx) =>
    enrolStudent(ctx, { cohortId, studentId: student.id, provider: "stripe" }),
  );
  if (!payment) throw new Error("nothing to pay");
  const view = {
    state: "settled",
    amount: { minor: PRICE, currency: "CHF" },
    live: false,
    paymentId: payment.id,
  } as const;
  const tell = (reversals?: Reversals) =>
    school.asSystem((ctx) =>
      applyPaymentUpdate(ctx, {
        provider: "stripe",
        paymentId: payment.id,
        view,
        event: {
          eventId: createId("request"),
          type: "charge.refunded",
          reference: null,
          paymentId: payment.id,
          body: {},
          ...(reversals ? { reversals } : {}),
        },
      }),
    );
  return { student, order, enrolment, payment, tell };
}

type Paid = Awaited<ReturnType<typeof paid>>;

let made = 0;
function refund(minor: number, change: Partial<RefundAtProvider> = {}): RefundAtProvider {
  const amount = { minor, currency: "CHF" };
  return { refundId: null, reference: `re_${++made}`, state: "done", amount, reason: null, ...change };
}

const gone = (...all: RefundAtProvider[]): Reversals => ({ refunds: all, disputes: [] });

async function standing({ order, payment, enrolment }: Paid) {
  const { read } = school.database;
  const [bought] = await read.select().from(orders).where(eq(orders.id, order.id));
  const [place] = await read.select().from(enrolments).where(eq(enrolments.id, enrolment.id));
  const back = await read.select().from(refunds).where(eq(refunds.paymentId, payment.id));
  return {
    reviewReason: bought?.reviewReason,
    place: place?.state,
    paidMinor: (await getPaidMinor(read, [order.id])).get(order.id),
    fundsMinor: await getOrderFunds(read, order),
    refunds: back.map(({ state, amountMinor }) => `${state} ${amountMinor}`).sort(),
  };
}

const earned = async () =>
  (await listBalances(school.database.read)).find(
    ({ account, currency }) => account === "revenue" && currency === "CHF",
  )?.totalMinor ?? 0;

describe("a refund made at the provider", () => {
  test("is booked once, leaves the place open, tells the buyer, and calls for a person", async () => {
    const it = await paid();
    await it.tell();
    const before = await earned();
    const one = refund(4_000, { reason: "requested_by_customer" });
    expect((await it.tell(gone(one))).outcome).toBe("refunded");
    expect((await it.tell(gone(one))).outcome).toBe("already");
    expect(await standing(it)).toEqual({
      reviewReason: "refunded_outside",
      place: "active",
      paidMinor: 6_000,
      fundsMinor: 0,
      refunds: ["external 4000"],
    });
    expect((await earned()) - before).toBe(4_000);
    const { read } = school.database;
    const [row] = await read.select().from(refunds).where(eq(refunds.paymentId, it.payment.id));
    expect(row).toMatchObject({ reference: one.reference, reason: "Made at the provider: requested by customer" });
    const mails = and(eq(outbox.kind, "refund_done"), eq(outbox.dedupeKey, row?.id ?? ""));
    expect(await read.$count(outbox, mails)).toBe(1);
    expect(await read.$count(auditLog, eq(auditLog.objectId, row?.id ?? ""))).toBe(1);
  });

  test("that five messages tell of at once is one refund", async () => {
    const it = await paid();
    await it.tell();
    const one = refund(4_000);
    const outcomes = await Promise.all([1, 2, 3, 4, 5].map(() => it.tell(gone(one))));
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual([
      "already",
      "already",
      "already",
      "already",
      "refunded",
    ]);
    expect(await standing(it)).toMatchObject({ paidMinor: 6_000, refunds: ["external 4000"] });
  });

  test("may be one of several, in parts, up to what was paid and never beyond", async () => {
    const it = await paid();
    await it.tell();
    const [one, two, tooMuch] = [refund(4_000), refund(6_000), refund(1)];
    await it.tell(gone(one));
    await it.tell(gone(one, two));
    expect(await standing(it)).toMatchObject({ paidMinor: 0, refunds: ["external 4000", "external 6000"] });
    expect((await it.tell(gone(one, two, tooMuch))).outcome).toBe("mismatch");
    expect(await standing(it)).toMatchObject({ reviewReason: "amount_mismatch", paidMinor: 0 });
    const other = await paid();
    await other.tell();
    expect((await other.tell(gone(refund(100, { amount: { minor: 100, currency: "EUR" } })))).outcome).toBe("mismatch");
    expect(await standing(other)).toMatchObject({ paidMinor: PRICE, refunds: [] });
  });

  test("leaves only the rest to be asked back here (refund_too_large)", async () => {
    const it = await paid();
    await it.tell(gone(refund(4_000)));
    const finance = await school.person("finance");
    const ask = (amountMinor: number) =>
      school.as(finance)((ctx) => requestRefund(ctx, { paymentId: it.payment.id, amountMinor, reason: "The rest." }));
    await expect(ask(6_001)).rejects.toEqual(refusal("refund_too_large"));
    expect((await ask(6_000)).refund.state).toBe("requested");
  });

  test("gives back what was owed without calling for anybody", async () => {
    const it = await paid();
    await it.tell();
    const support = await school.person("support");
    await school.as(support)((ctx) => cancelEnrolment(ctx, { enrolmentId: it.enrolment.id, why: "Ill." }));
    await it.tell(gone(refund(PRICE)));
    expect(await standing(it)).toMatchObject({ reviewReason: null, place: "cancelled", paidMinor: 0, fundsMinor: 0 });
  });

  test("before the place ends leaves nothing owed when it ends", async () => {
    const it = await paid();
    await it.tell(gone(refund(4_000)));
    const support = await school.person("support");
    await school.as(support)((ctx) => cancelEnrolment(ctx, { enrolmentId: it.enrolment.id, why: "Decided." }));
    expect(await standing(it)).toMatchObject({ paidMinor: 6_000, fundsMinor: 6_000 });
  });

  test("that the bank sends back is money here again: the school's while the order stands, the buyer's after it", async () => {
    const [stands, ended] = [await paid(), await paid()];
    const before = await earned();
    for (const it of [stands, ended]) {
      const one = refund(4_000);
      await it.tell(gone(one));
      if (it === ended) {
        const support = await school.person("support");
        await school.as(support)((ctx) => cancelEnrolment(ctx, { enrolmentId: it.enrolment.id, why: "Decided." }));
      }
      await it.tell(gone({ ...one, state: "failed", failure: "expired_or_canceled_card" }));
    }
    expect(await standing(stands)).toMatchObject({ reviewReason: null, paidMinor: PRICE, fundsMinor: 0 });
    expect(await standing(ended)).toMatchObject({ reviewReason: "refund_due", paidMinor: PRICE, fundsMinor: PRICE });
    expect((await earned()) - before).toBe(-PRICE);
  });

  test("that was asked for here stays one refund, whoever is heard first", async () => {
    const finance = await school.person("finance");
    for (const first of ["message", "answer"]) {
      const it = await paid();
      await it.tell();
      const { refund: own } = await school.as(finance)((ctx) =>
        requestRefund(ctx, { paymentId: it.payment.id, amountMinor: 3_000, reason: "One evening fell out." }),
      );
      const there = refund(3_000, { refundId: own.id });
      const ways = {
        message: () => it.tell(gone(there)),
        answer: () =>
          school.asSystem((ctx) =>
            recordRefund(ctx, { refundId: own.id, view: { state: "done", reference: there.reference } }),
          ),
      };
      await ways[first as keyof typeof ways]();
      await ways.message();
      await ways.answer();
      expect(await standing(it)).toMatchObject({ reviewReason: null, paidMinor: 7_000, refunds: ["done 3000"] });
    }
  });

  test("of a payment whose settlement was not heard of yet settles it first", async () => {
    const it = await paid();
    expect((await it.tell(gone(refund(1_000)))).outcome).toBe("settled");
    expect(await standing(it)).toMatchObject({ place: "active", paidMinor: 9_000, refunds: ["external 1000"] });
  });
});

describe("every order of arrival", () => {
  test("of refunds, their failures and a dispute ends the same, however stale each message is", async () => {
    const dispute: DisputeAtProvider = {
      reference: "dp_1",
      state: "open",
      amount: { minor: 5_000, currency: "CHF" },
      reason: "fraudulent",
      respondBy: null,
      isWithdrawn: true,
      isReinstated: false,
    };
    const [one, two] = [refund(2_000), refund(3_000)];
    const messages: Reversals[] = [
      gone(),
      gone(one),
      gone(one, two),
      gone(one, { ...two, state: "failed", failure: "expired_or_canceled_card" }),
      { refunds: [], disputes: [dispute] },
      { refunds: [one], disputes: [{ ...dispute, state: "lost" }] },
    ];
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(messages, { minLength: messages.length }), async (order) => {
        const it = await paid();
        for (const message of order) await it.tell(message);
        expect(await standing(it)).toEqual({
          reviewReason: "dispute_lost",
          place: "active",
          paidMinor: 3_000,
          fundsMinor: 0,
          refunds: ["external 2000", "failed 3000"],
        });
      }),
      { numRuns: 15 },
    );
  });
});

describe("what an order was flagged for", () => {
  test("is seen to by whoever may refund, once, with a reason in the audit log", async () => {
    const it = await paid();
    await it.tell(gone(refund(4_000)));
    const [finance, support] = [await school.person("finance"), await school.person("support")];
    const resolve = (actor: typeof finance) =>
      school.as(actor)((ctx) => resolveOrder(ctx, { orderId: it.order.id, why: "The place stays." }));
    await expect(resolve(support)).rejects.toEqual(refusal("forbidden"));
    await resolve(finance);
    await expect(resolve(finance)).rejects.toEqual(refusal("wrong_state"));
    expect((await standing(it)).reviewReason).toBeNull();
    const entry = and(eq(auditLog.action, "order.resolve"), eq(auditLog.objectId, it.order.id));
    const [log] = await school.database.read.select().from(auditLog).where(entry);
    expect(log).toMatchObject({ before: { reviewReason: "refunded_outside" }, after: { why: "The place stays." } });
    const nobody = school.as(finance)((ctx) => resolveOrder(ctx, { orderId: "ord_none", why: "" }));
    await expect(nobody).rejects.toEqual(refusal("not_found"));
  });
});

test("money that was paid twice, given back, and sent back by the bank calls for a person again", async () => {
  const bought = await paid();
  const { order } = bought;
  const [id, amount] = [createId("payment"), { minor: PRICE, currency: "CHF" }];
  const second = { id, orderId: order.id, provider: "sandbox" as const, state: "pending" as const };
  await bought.tell();
  await school.database.write((tx) =>
    tx.insert(payments).values({
      ...{ ...second, amountMinor: PRICE, currency: "CHF", idempotencyKey: id, createdAt: school.clock() },
    }),
  );
  const view = { state: "settled" as const, amount, live: false, paymentId: id };
  await school.asSystem((ctx) => applyPaymentUpdate(ctx, { provider: "sandbox", paymentId: id, view }));
  expect(await standing(bought)).toMatchObject({ reviewReason: "paid_twice", fundsMinor: PRICE });
  const finance = await school.person("finance");
  const asked = { paymentId: id, amountMinor: PRICE, reason: "paid twice" };
  const { refund: back } = await school.as(finance)((ctx) => requestRefund(ctx, asked));
  const say = (state: "done" | "failed") =>
    school.asSystem((ctx) => recordRefund(ctx, { refundId: back.id, view: { state, reference: "re_twice" } }));
  await say("done");
  expect(await standing(bought)).toMatchObject({ reviewReason: null, fundsMinor: 0 });
  await say("failed");
  expect(await standing(bought)).toMatchObject({ reviewReason: "paid_twice", fundsMinor: PRICE, place: "active" });
});

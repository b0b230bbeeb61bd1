import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { enrolments, orders, outbox, payments, refunds, withdrawals } from "#db/schema/index.ts";
import { beginPayment } from "#services/payments/begin-payment.ts";
import { declareWithdrawal } from "#services/withdrawals/declare-withdrawal.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { ACME } from "#tests/support/invoicing-school.ts";
import { openPayingSchool, type PayingSchool } from "#tests/support/paying-school.ts";
import { visitor } from "#domain/kernel/actor.ts";
import { createId } from "#domain/kernel/ids.ts";
import { setBillingDetails } from "#domain/invoices/set-billing-details.ts";
import { getReceipt } from "#domain/learning/get-receipt.ts";
import { getOrder } from "#domain/orders/get-order.ts";
import { getOrderFunds } from "#domain/ledger/list-balances.ts";
import { getOrderBalance } from "#domain/orders/get-order-balance.ts";
import { recordRefund } from "#domain/refunds/record-refund.ts";
import { changeSettings } from "#domain/settings/change-settings.ts";
import { acceptWithdrawal } from "#domain/checkout/accept-withdrawal.ts";
import { confirmTransfer } from "#domain/checkout/confirm-transfer.ts";
import { declineWithdrawal } from "#domain/checkout/decline-withdrawal.ts";
import { enrolOthers } from "#domain/checkout/enrol-others.ts";
import { enrolStudent } from "#domain/checkout/enrol-student.ts";
import { getWithdrawalReceipt } from "#domain/checkout/get-withdrawal-receipt.ts";
import { judgeWithdrawal } from "#domain/checkout/judge-withdrawal.ts";
import { listWithdrawals } from "#domain/checkout/list-withdrawals.ts";
import { openWithdrawal, sealWithdrawal } from "#domain/checkout/seal-withdrawal.ts";

let school: PayingSchool;
type Person = Awaited<ReturnType<PayingSchool["person"]>>;
let admin: Person;
beforeAll(async () => {
  school = await openPayingSchool({});
  admin = await school.person("admin");
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.close();
});

async function bought({ isPaid }: { isPaid: boolean }) {
  const cohort = await school.cohort({ priceMinor: 48_000, capacity: 5, cancelDays: 1, cancelPercent: 10 });
  const student = await school.person("student");
  const { order, enrolment } = await school.as(student)((ctx) =>
    enrolStudent(ctx, { cohortId: cohort.id, studentId: student.id }),
  );
  if (isPaid) {
    const payment = await beginPayment({ actor: student }, { orderId: order.id, provider: "bank" });
    await school.asSystem((ctx) => confirmTransfer(ctx, payment.id));
  }
  return { student, order, enrolmentId: enrolment.id };
}

let source = 0;
/** Each comes from somewhere else, unless it is said from where. */
const declare = (typed: { code: string; email: string; id?: string }, address?: string) => {
  source += 1;
  const from = address ?? `203.0.113.${source}`;
  return declareWithdrawal({ actor: visitor, address: from }, { id: createId("withdrawal"), name: "Mia", ...typed });
};
const accept = (withdrawalId: string, by = admin) => school.as(by)((ctx) => acceptWithdrawal(ctx, { withdrawalId }));
const decline = (withdrawalId: string, why = "too late") =>
  school.as(admin)((ctx) => declineWithdrawal(ctx, { withdrawalId, why }));
const orderOf = async (id: string) => (await school.database.read.select().from(orders).where(eq(orders.id, id)))[0];
const mailsTo = (email: string) => {
  const told = and(eq(outbox.recipient, email), eq(outbox.kind, "withdrawal_received"));
  return school.database.read.$count(outbox, told);
};
/** To whom it was mailed that a withdrawal is accepted. */
async function answersTo(id: string) {
  const told = and(eq(outbox.dedupeKey, `${id}:accepted`), eq(outbox.kind, "withdrawal_accepted"));
  const mails = await school.database.read.select().from(outbox).where(told);
  return mails.map(({ recipient }) => recipient);
}
const rowOf = async (id: string) =>
  (await listWithdrawals(school.reading(admin), {}, { sort: "received", direction: "desc", page: 1 })).items.find(
    (row) => row.id === id,
  );

test("support, who may not cancel orders, accepts the withdrawal of one that was not paid: it is called off", async () => {
  const { order, student, enrolmentId } = await bought({ isPaid: false });
  const id = createId("withdrawal");
  await declare({ id, code: order.code, email: student.email });
  await accept(id, await school.person("support"));
  expect((await orderOf(order.id))?.state).toBe("cancelled");
  const { read } = school.database;
  const [place] = await read.select().from(enrolments).where(eq(enrolments.id, enrolmentId));
  expect(place?.state).toBe("cancelled");
  expect(await answersTo(id)).toEqual([student.email]);
});

describe("a declaration of withdrawal", () => {
  test("needs no account, is kept with its moment, and its receipt is mailed once, however often it is sent", async () => {
    const { order, student } = await bought({ isPaid: true });
    const typed = { id: createId("withdrawal"), code: order.code.toLowerCase(), email: student.email };
    await declare(typed);
    await declare(typed);
    expect(await mailsTo(student.email)).toBe(1);
    const receipt = await getWithdrawalReceipt(school.database.read, typed.id);
    expect(receipt).toEqual({ code: order.code, email: student.email, name: "Mia", receivedAt: school.clock() });
    expect(await rowOf(typed.id)).toMatchObject({ orderId: order.id, paidMinor: 48_000, state: "open" });
    expect((await orderOf(order.id))?.state).toBe("paid");
  });

  test("gets the same answer and the same mail whether there is such an order or not", async () => {
    const { order, student } = await bought({ isPaid: true });
    const stranger = `stranger-${student.id}@example.org`;
    const known = await declare({ code: order.code, email: student.email });
    const unknown = await declare({ code: "ZZZZZZZ", email: stranger });
    const foreign = await declare({ code: order.code, email: stranger });
    expect([known.orderId, unknown.orderId, foreign.orderId]).toEqual([order.id, null, null]);
    const shown = async (id: string) => Object.keys((await getWithdrawalReceipt(school.database.read, id)) ?? {});
    expect(await shown(unknown.id)).toEqual(await shown(known.id));
    expect([await mailsTo(student.email), await mailsTo(stranger)]).toEqual([1, 2]);
    await expect(accept(unknown.id)).rejects.toMatchObject({ code: "wrong_state" });
    expect((await rowOf(unknown.id))?.state).toBe("open");
    await decline(unknown.id, "no order of ours");
    // Whoever has declared it is told by mail, with the reason.
    const told = and(eq(outbox.dedupeKey, `${unknown.id}:declined`), eq(outbox.kind, "withdrawal_declined"));
    expect(await school.database.read.select().from(outbox).where(told)).toHaveLength(1);
  });

  test("finds its order however its code is written, and the office finds it so too", async () => {
    for (const write of [
      (code: string) => `${code.slice(0, 4)} ${code.slice(4)}`,
      (code: string) => ` ${code.slice(0, 4)}-${code.slice(4)} `.toLowerCase(),
      (code: string) => [...code].join("\u00a0"),
    ]) {
      const { order, student } = await bought({ isPaid: true });
      const { code, orderId } = await declare({ code: write(order.code), email: student.email });
      expect({ code, orderId }).toEqual({ code: order.code, orderId: order.id });
      const view = { sort: "received", direction: "desc", page: 1 } as const;
      const listed = await listWithdrawals(school.reading(admin), { q: write(order.code) }, view);
      expect(listed.items).toHaveLength(1);
    }
  });

  test("stands once: a second one is the first, with its receipt mailed once more, until it is declined", async () => {
    const { order, student } = await bought({ isPaid: true });
    const typed = { code: order.code, email: student.email };
    const nowhere = { code: "YYYYYYY", email: `nowhere-${student.email}` };
    for (const each of [typed, nowhere]) {
      const first = await declare(each);
      expect((await declare({ ...each, code: `${each.code.slice(0, 3)} ${each.code.slice(3)}` })).id).toBe(first.id);
      const own = eq(withdrawals.email, each.email);
      expect(await school.database.read.$count(withdrawals, own)).toBe(1);
      expect(await mailsTo(each.email)).toBe(2);
      await decline(first.id);
      expect((await declare(each)).id).not.toBe(first.id);
    }
    const [open] = await school.database.read
      .select()
      .from(withdrawals)
      .where(and(eq(withdrawals.orderId, order.id), eq(withdrawals.state, "open")));
    await accept(open?.id ?? "");
    expect(await declare(typed)).toMatchObject({ id: open?.id, state: "accepted" });
  });

  test("is stopped after five for one address in a day, and after twenty from one source in an hour", async () => {
    const email = "flooded@example.org";
    for (let n = 0; n < 5; n += 1) await declare({ code: "ZZZZZZZ", email });
    await expect(declare({ code: "ZZZZZZZ", email })).rejects.toMatchObject({ code: "rate_limited" });
    // A demo is tried by many from one address; a school is not.
    Object.assign(school.runtime.rules, { demo: false });
    const before = await school.database.read.$count(withdrawals);
    for (let n = 0; n < 20; n += 1) await declare({ code: "ZZZZZZZ", email: `guess-${n}@example.org` }, "198.51.100.7");
    await expect(declare({ code: "ZZZZZZZ", email: "x@example.org" }, "198.51.100.7")).rejects.toMatchObject({
      code: "rate_limited",
    });
    Object.assign(school.runtime.rules, { demo: true });
    expect(await school.database.read.$count(withdrawals)).toBe(before + 20);
  });

  test("is not taken where the school has switched it off", async () => {
    await school.as(admin)((ctx) => changeSettings(ctx, { withdrawalDays: 0 }));
    await expect(declare({ code: "ZZZZZZZ", email: "off@example.org" })).rejects.toMatchObject({ code: "not_found" });
    await school.as(admin)((ctx) => changeSettings(ctx, { withdrawalDays: 14 }));
  });

  test("travels sealed: what somebody changes in it opens nothing", () => {
    const typed = { code: "ZZZZZZZ", email: "a@example.org", name: "Ⅻ <b>".repeat(20) };
    const draft = { step: "draft" as const, id: "wdr_1", ...typed };
    const sealed = sealWithdrawal(draft, "one");
    expect(openWithdrawal(sealed, "one")).toEqual(draft);
    expect(openWithdrawal(sealed, "another")).toBeUndefined();
    expect(openWithdrawal(`${sealed.slice(0, -2)}AA`, "one")).toBeUndefined();
    expect([openWithdrawal("", "one"), openWithdrawal("x".repeat(5_000), "one")]).toEqual([undefined, undefined]);
  });
});

describe("a withdrawal that the office accepts", () => {
  test("ends the places and gives back all of the money without a fee, whatever the terms keep", async () => {
    const { order, student, enrolmentId } = await bought({ isPaid: true });
    const { id } = await declare({ code: order.code, email: student.email });
    expect((await accept(id)).map(({ amountMinor }) => amountMinor)).toEqual([48_000]);
    expect(await orderOf(order.id)).toMatchObject({ state: "cancelled", keptMinor: 0, reviewReason: null });
    const [place] = await school.database.read.select().from(enrolments).where(eq(enrolments.id, enrolmentId));
    expect(place?.state).toBe("cancelled");
    expect(await rowOf(id)).toMatchObject({ state: "accepted", deciderName: expect.any(String) });
    await expect(accept(id)).rejects.toMatchObject({ code: "wrong_state" });
    await expect(decline(id)).rejects.toMatchObject({ code: "wrong_state" });
  });

  test("calls off an order that was not paid", async () => {
    const { order, student } = await bought({ isPaid: false });
    const { id } = await declare({ code: order.code, email: student.email });
    expect(await accept(id)).toEqual([]);
    expect((await orderOf(order.id))?.state).toBe("cancelled");
  });

  test("ends an order of places for others as it ends that of one place, once all of its money has gone", async () => {
    const cohort = await school.cohort({ priceMinor: 40_000, capacity: 5, cancelDays: 1, cancelPercent: 10 });
    const buyer = await school.person("student");
    const places = [1, 2].map((n) => ({ name: `P${n}`, email: null }));
    const { order } = await school.as(buyer)((ctx) =>
      enrolOthers(ctx, { cohortId: cohort.id, buyerId: buyer.id, places }),
    );
    const payment = await beginPayment({ actor: buyer }, { orderId: order.id, provider: "bank" });
    await school.asSystem((ctx) => confirmTransfer(ctx, payment.id));
    const { id } = await declare({ code: order.code, email: buyer.email });
    const asked = await accept(id);
    expect(asked.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(80_000);
    const ended = await orderOf(order.id);
    expect(ended).toMatchObject({ state: "cancelled", keptMinor: 0, reviewReason: null });
    expect(ended && getOrderBalance(ended, 80_000)).toMatchObject({ kind: "overpaid", differenceMinor: 80_000 });
    for (const { id: refundId } of asked) {
      const view = { state: "done" as const, reference: `re_${refundId}` };
      await school.asSystem((ctx) => recordRefund(ctx, { refundId, view }));
    }
    expect(await school.database.write((tx) => getOrderFunds(tx, { id: order.id, currency: "CHF" }))).toBe(0);
  });

  test("answers whatever else stands of the same order", async () => {
    const { order, student } = await bought({ isPaid: true });
    const first = await declare({ code: order.code, email: student.email });
    // Two could stand where an earlier version had taken them.
    const second = { ...first, id: createId("withdrawal") };
    await school.database.write((tx) => tx.insert(withdrawals).values(second));
    expect(await accept(second.id)).toHaveLength(1);
    expect(await rowOf(first.id)).toMatchObject({ state: "accepted", deciderName: expect.any(String) });
    await expect(accept(first.id)).rejects.toMatchObject({ code: "wrong_state" });
  });

  test("by support leaves the money to whoever looks after it", async () => {
    const { order, student } = await bought({ isPaid: true });
    const { id } = await declare({ code: order.code, email: student.email });
    expect(await accept(id, await school.person("support"))).toEqual([]);
    expect(await orderOf(order.id)).toMatchObject({ state: "cancelled", reviewReason: "refund_due" });
    expect(await answersTo(id)).toEqual([student.email]);
  });

  test("by finance, who may not cancel places, ends them all the same and sends the money", async () => {
    const { order, student, enrolmentId } = await bought({ isPaid: true });
    const finance = await school.person("finance");
    const { id } = await declare({ code: order.code, email: student.email });
    expect((await accept(id, finance)).map(({ amountMinor }) => amountMinor)).toEqual([48_000]);
    expect(await orderOf(order.id)).toMatchObject({ state: "cancelled", reviewReason: null });
    const [place] = await school.database.read.select().from(enrolments).where(eq(enrolments.id, enrolmentId));
    expect(place?.state).toBe("cancelled");

    const cohort = await school.cohort({ priceMinor: 40_000, capacity: 5, cancelDays: 1, cancelPercent: 10 });
    const buyer = await school.person("student");
    const places = [{ name: "P1", email: null }];
    const others = await school.as(buyer)((ctx) =>
      enrolOthers(ctx, { cohortId: cohort.id, buyerId: buyer.id, places }),
    );
    const payment = await beginPayment({ actor: buyer }, { orderId: others.order.id, provider: "bank" });
    await school.asSystem((ctx) => confirmTransfer(ctx, payment.id));
    const second = await declare({ code: others.order.code, email: buyer.email });
    expect((await accept(second.id, finance)).map(({ amountMinor }) => amountMinor)).toEqual([40_000]);
    expect(await orderOf(others.order.id)).toMatchObject({ state: "cancelled" });
  });

  test("is answered by one mail to whoever has declared it, also where its money goes at once", async () => {
    const { order, student } = await bought({ isPaid: true });
    const { id } = await declare({ code: order.code, email: student.email });
    expect(await answersTo(id)).toEqual([]);
    await accept(id);
    expect(await answersTo(id)).toEqual([student.email]);
  });

  test("twice at once is accepted once, with one refund", async () => {
    const { order, student } = await bought({ isPaid: true });
    const { id } = await declare({ code: order.code, email: student.email });
    const other = await school.person("owner");
    const tries = await Promise.allSettled([accept(id), accept(id, other), decline(id), accept(id, other)]);
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const asked = await school.database.read
      .select({ id: refunds.id })
      .from(refunds)
      .innerJoin(payments, eq(payments.id, refunds.paymentId))
      .where(eq(payments.orderId, order.id));
    expect(asked.length).toBeLessThanOrEqual(1);
  });
});

test("the list says of each whether it is in time", async () => {
  const { order, student } = await bought({ isPaid: true });
  const { id } = await declare({ code: order.code, email: student.email });
  const row = await rowOf(id);
  const period = { withdrawalDays: 14, withdrawalExemptsDated: false, timezone: "Europe/Zurich" };
  expect(row && judgeWithdrawal(row, period)).toMatchObject({ kind: "in_time" });
});

test("the office sees that a company has ordered, and both sides see on the order what became of its withdrawal and why", async () => {
  const { student, order } = await bought({ isPaid: true });
  await school.as(student)((ctx) => setBillingDetails(ctx, { orderId: order.id, ...ACME }));
  const { id } = await declare({ code: order.code, email: student.email });
  const listed = await listWithdrawals(
    school.reading(admin),
    { q: order.code },
    { sort: "received", direction: "desc", page: 1 },
  );
  expect(listed.items).toMatchObject([{ company: "Acme GmbH" }]);
  const seen = async () => [
    (await getOrder(school.reading(admin), order.code))?.withdrawals,
    (await getReceipt(school.reading(student), order.code))?.withdrawals,
  ];
  expect(await seen()).toMatchObject([[{ id, state: "open", reason: null }], [{ id, state: "open" }]]);
  await decline(id, "You have ordered as a company.");
  const declined = [{ state: "declined", reason: "You have ordered as a company.", receivedAt: expect.any(Date) }];
  expect(await seen()).toMatchObject([declined, declined]);
  const other = await bought({ isPaid: true });
  expect((await getReceipt(school.reading(other.student), other.order.code))?.withdrawals).toEqual([]);
});

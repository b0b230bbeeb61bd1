import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { auditLog, orders, outbox, payments, pendingRequests, refunds } from "#db/schema/index.ts";
import { beginPayment } from "#services/payments/begin-payment.ts";
import { cancelCohortPlaces } from "#services/payments/cancel-cohort-places.ts";
import {
  acceptAndRefund,
  approveAndSendRefund,
  approveCohortRefunds,
  sendWaitingRefunds,
} from "#services/payments/refund.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { payAtSandbox } from "#tests/support/pay-at-sandbox.ts";
import { openPayingSchool, type PayingSchool } from "#tests/support/paying-school.ts";
import { cancelCohort } from "#domain/checkout/cancel-cohort.ts";
import { confirmTransfer } from "#domain/checkout/confirm-transfer.ts";
import { enrolStudent } from "#domain/checkout/enrol-student.ts";
import { leaveCohort } from "#domain/checkout/leave-cohort.ts";
import { recordWithdrawal } from "#domain/checkout/record-withdrawal.ts";
import { recordDispute } from "#domain/disputes/record-dispute.ts";
import { visitor } from "#domain/kernel/actor.ts";
import { addMs, DAY_MS, MINUTE_MS } from "#domain/kernel/clock.ts";
import { createId } from "#domain/kernel/ids.ts";
import { getReceipt } from "#domain/learning/get-receipt.ts";
import { getMoneyBack } from "#domain/mail/get-money-back.ts";
import { createPayoutRun } from "#domain/payouts/create-payout-run.ts";
import { changeSettings } from "#domain/settings/change-settings.ts";
import { approveRefund } from "#domain/refunds/approve-refund.ts";
import { declineRefund } from "#domain/refunds/decline-refund.ts";
import { listApprovals } from "#domain/refunds/list-approvals.ts";
import { markRefundSent } from "#domain/refunds/mark-refund-sent.ts";
import { requestRefund } from "#domain/refunds/request-refund.ts";

let school: PayingSchool;
type Person = Awaited<ReturnType<PayingSchool["person"]>>;
let [asker, second, third]: Person[] = [];
beforeAll(async () => {
  school = await openPayingSchool({});
  [asker, second, third] = [await school.person("admin"), await school.person("finance"), await school.person("owner")];
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.close();
});
const setBound = (refundApprovalAbove: number | null) =>
  school.as(third as Person)((ctx) => changeSettings(ctx, { refundApprovalAbove }));
beforeEach(() => setBound(100));

async function paid(cohortId?: string) {
  const id = cohortId ?? (await school.cohort({ priceMinor: 48_000, capacity: 5 })).id;
  const student = await school.person("student");
  const { order, enrolment } = await school.as(student)((ctx) =>
    enrolStudent(ctx, { cohortId: id, studentId: student.id }),
  );
  const payment = await beginPayment({ actor: student }, { orderId: order.id, provider: "bank" });
  await school.asSystem((ctx) => confirmTransfer(ctx, payment.id));
  return { student, order, enrolment, paymentId: payment.id };
}

const ask = async (paymentId: string, amountMinor: number, by = asker as Person) =>
  (await school.as(by)((ctx) => requestRefund(ctx, { paymentId, amountMinor, reason: "asked to" }))).refund;
const approve = (refundId: string, by = second as Person) => school.as(by)((ctx) => approveRefund(ctx, { refundId }));
const decline = (refundId: string, by = second as Person) =>
  school.as(by)((ctx) => declineRefund(ctx, { refundId, why: "too much" }));
const refundOf = async (id: string) => (await school.database.read.select().from(refunds).where(eq(refunds.id, id)))[0];
const PAYEE = { holder: "A Student", iban: "CH9300762011623852957" };

describe("a refund above the school's bound", () => {
  test("is not said to be on its way, to the office that accepts a withdrawal or to the student", async () => {
    const { order, student, enrolment } = await paid();
    const id = createId("withdrawal");
    const typed = { id, code: order.code, email: student.email, name: "A. Student" };
    await school.as(visitor)((ctx) => recordWithdrawal(ctx, typed));
    expect(await acceptAndRefund({ actor: asker as Person }, { withdrawalId: id })).toEqual(["held"]);
    const back = await getMoneyBack(school.database.read, enrolment.id);
    expect(back?.parts).toMatchObject([{ isSent: false, isHeld: true }]);
  });

  test("waits for a second person, and nothing sends it meanwhile: no job, no file for the bank, no hand", async () => {
    const { order, paymentId } = await paid();
    const refund = await ask(paymentId, 10_001);
    expect(refund).toMatchObject({ state: "requested", approval: "awaited", requestedBy: asker?.id });
    await school.database.write((tx) =>
      tx.update(orders).set({ refundHolder: PAYEE.holder, refundIban: PAYEE.iban }).where(eq(orders.id, order.id)),
    );
    const finance = school.as(second as Person);
    await expect(finance((ctx) => markRefundSent(ctx, { refundId: refund.id, ...PAYEE }))).rejects.toMatchObject({
      code: "wrong_state",
    });
    const debtor = { holder: "The school", iban: "CH5604835012345678009" };
    await expect(finance((ctx) => createPayoutRun(ctx, { currency: "CHF", debtor }))).rejects.toMatchObject({
      code: "wrong_state",
    });
    expect(await approve(refund.id)).toMatchObject({ approval: "given", decidedBy: second?.id, state: "requested" });
    const sent = await finance((ctx) => markRefundSent(ctx, { refundId: refund.id, ...PAYEE }));
    expect(sent.state).toBe("done");
  });

  test("is not approved by whoever has asked for it, by support, or twice", async () => {
    const { paymentId } = await paid();
    const refund = await ask(paymentId, 48_000);
    await expect(approve(refund.id, asker)).rejects.toMatchObject({ code: "forbidden" });
    await expect(approve(refund.id, await school.person("support"))).rejects.toMatchObject({ code: "forbidden" });
    expect((await refundOf(refund.id))?.approval).toBe("awaited");
    await approve(refund.id);
    await expect(approve(refund.id, third)).rejects.toMatchObject({ code: "wrong_state" });
    await expect(decline(refund.id, third)).rejects.toMatchObject({ code: "wrong_state" });
  });

  test("is not needed for the bound itself, and cannot be evaded by asking in parts", async () => {
    const { paymentId } = await paid();
    expect(await ask(paymentId, 10_000)).toMatchObject({ approval: null });
    expect(await ask(paymentId, 1)).toMatchObject({ approval: "awaited" });
    await setBound(null);
    expect(await ask(paymentId, 30_000)).toMatchObject({ approval: null });
  });

  test("that is declined gives its amount back to be asked for again, and an order that owes it calls for a person", async () => {
    const { order, paymentId } = await paid();
    const refund = await ask(paymentId, 48_000);
    await expect(ask(paymentId, 1)).rejects.toMatchObject({ code: "refund_too_large" });
    expect(await decline(refund.id)).toMatchObject({ state: "failed", approval: "declined" });
    // Nobody is to try it again, as they would one that a bank sent back.
    const failed = and(eq(pendingRequests.kind, "refunds"), eq(pendingRequests.id, refund.id));
    expect(await school.database.read.select().from(pendingRequests).where(failed)).toEqual([]);
    expect(await ask(paymentId, 48_000)).toMatchObject({ approval: "awaited" });
    const [found] = await school.database.read.select().from(orders).where(eq(orders.id, order.id));
    expect(found?.state).toBe("paid");
  });

  test("is approved once by two people at once, and sent once", async () => {
    const { paymentId } = await paid();
    const refund = await ask(paymentId, 48_000);
    const tries = await Promise.allSettled([
      ...Array.from({ length: 4 }, (_, turn) => approve(refund.id, turn % 2 === 0 ? second : third)),
      decline(refund.id, second),
    ]);
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const decided = and(eq(auditLog.objectId, refund.id), eq(auditLog.objectType, "refund"));
    const rows = await school.database.read.select({ action: auditLog.action }).from(auditLog).where(decided);
    const decisions = rows.filter(({ action }) => action === "refund.approve" || action === "refund.decline");
    expect(decisions).toHaveLength(1);
  });

  test("is not approved once a dispute has taken its money", async () => {
    const { paymentId } = await paid();
    const refund = await ask(paymentId, 48_000);
    const [payment] = await school.database.read.select().from(payments).where(eq(payments.id, paymentId));
    if (!payment) throw new Error("there is no payment");
    const dispute = {
      ...{ reference: "dp_four_eyes", reason: "fraudulent", respondBy: null },
      ...{ amount: { minor: 48_000, currency: "CHF" }, isWithdrawn: true, isReinstated: false },
      state: "open" as const,
    };
    await school.asSystem((ctx) => recordDispute(ctx, { payment, dispute }));
    await expect(approve(refund.id)).rejects.toMatchObject({ code: "refund_too_large" });
    await decline(refund.id);
  });

  test("that the terms give a student who leaves needs nobody", async () => {
    const terms = { cancelDays: 1, cancelPercent: 100, cancelFeeMinor: 0, startsAt: addMs(school.clock(), 9 * DAY_MS) };
    const cohort = await school.cohort({ priceMinor: 48_000, capacity: 5, ...terms });
    const { student, enrolment } = await paid(cohort.id);
    const [refund] = await school.as(student)((ctx) => leaveCohort(ctx, { enrolmentId: enrolment.id }));
    expect(refund).toMatchObject({ amountMinor: 48_000, approval: null });
  });
});

test("a cohort whose refunds are more together waits as a whole, and one press of somebody else allows all of it", async () => {
  await setBound(500);
  const { id } = await school.cohort({ priceMinor: 48_000, capacity: 5 });
  const places = [await paid(id), await paid(id), await paid(id)];
  await school.as(asker as Person)((ctx) => cancelCohort(ctx, { cohortId: id, why: "", refund: "now" }));
  await cancelCohortPlaces();
  const reading = school.reading(second as Person);
  const codes = new Set(places.map(({ order }) => order.code));
  const waiting = (
    await listApprovals(reading, { approval: "awaited" }, { sort: "created", direction: "desc", page: 1 })
  ).items.filter(({ orderCode }) => codes.has(orderCode));
  expect(waiting).toHaveLength(3);
  expect(waiting.every(({ requestedBy }) => requestedBy === asker?.id)).toBe(true);
  await expect(approveCohortRefunds({ actor: asker as Person }, { cohortId: id })).rejects.toMatchObject({
    code: "forbidden",
  });
  // Nobody is asked for an account, by mail or on their page, before it is allowed.
  const areAsked = async () => {
    const { read } = school.database;
    const mails = await read.select().from(outbox).where(eq(outbox.kind, "refund_account_wanted"));
    const pages = await Promise.all(
      places.map(({ student, order }) => getReceipt(school.reading(student), order.code)),
    );
    return places.map(({ student }, at) => [
      mails.filter(({ recipient }) => recipient === student.email).length,
      pages[at]?.isOwedByTransfer,
    ]);
  };
  expect(await areAsked()).toEqual(Array(3).fill([0, false]));
  expect(await approveCohortRefunds({ actor: second as Person }, { cohortId: id })).toBe(3);
  expect(await areAsked()).toEqual(Array(3).fill([1, true]));
  await expect(approveCohortRefunds({ actor: second as Person }, { cohortId: id })).rejects.toMatchObject({
    code: "wrong_state",
  });
});

test("what a provider would send is sent only once it is approved", async () => {
  const { payment } = await school.buyer("sandbox");
  await payAtSandbox(school, payment.id);
  const refund = await ask(payment.id, 48_000);
  school.clock.set(addMs(school.clock(), 2 * MINUTE_MS));
  await sendWaitingRefunds();
  expect((await refundOf(refund.id))?.state).toBe("requested");
  await approveAndSendRefund({ actor: second as Person }, { refundId: refund.id });
  expect((await refundOf(refund.id))?.state).not.toBe("requested");
});

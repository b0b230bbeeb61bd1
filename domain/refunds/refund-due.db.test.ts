import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { auditLog, orders, outbox, refunds } from "#db/schema/index.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { message } from "#messages/message.ts";
import { describeIbanFault } from "../kernel/describe-iban-fault.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { cancelEnrolment } from "../checkout/cancel-enrolment.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import { getEnrolment } from "../enrolments/get-enrolment.ts";
import { listBalances } from "../ledger/list-balances.ts";
import { confirmTransfer } from "../checkout/confirm-transfer.ts";
import { listOrders } from "../orders/list-orders.ts";
import { resolveOrder } from "../orders/resolve-order.ts";
import { countOpenWork } from "../reports/count-open-work.ts";
import { markRefundSent } from "./mark-refund-sent.ts";
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

/** Somebody who has paid CHF 480.00 by transfer. */
async function paid() {
  const cohort = await school.cohort({ priceMinor: 48_000 });
  const [student, admin] = [await school.person("student"), await school.person("admin")];
  const { order, payment, enrolment } = await school.as(student)((ctx) =>
    enrolStudent(ctx, { cohortId: cohort.id, studentId: student.id, provider: "bank" }),
  );
  const paymentId = payment?.id ?? "";
  await school.asSystem((ctx) => confirmTransfer(ctx, paymentId));
  const cancel = (refund?: "now" | "review", by = admin) =>
    school.as(by)((ctx) => cancelEnrolment(ctx, { enrolmentId: enrolment.id, why: "moved away", refund }));
  const now = async () => (await school.database.read.select().from(orders).where(eq(orders.id, order.id)))[0];
  const listed = async (need: "review" | "payout") => {
    const view = { sort: "created", direction: "desc", page: 1 } as const;
    return (await listOrders(school.reading(admin), { need }, view)).items.some(({ id }) => id === order.id);
  };
  return { order, paymentId, enrolment, student, admin, cancel, now, listed };
}

const IBAN = "ch93 0076-2011 6238 5295 7";

async function countOf(kind: string) {
  const admin = await school.person("admin");
  return (await countOpenWork(school.reading(admin))).items.find((need) => need.kind === kind)?.count ?? 0;
}

describe("what is owed to the buyer of an order that has ended", () => {
  test("needs review, in the list and on the dashboard, when it is not refunded at once", async () => {
    const { cancel, now, listed } = await paid();
    const before = await countOf("refund_due");
    expect(await cancel()).toEqual([]);
    expect(await now()).toMatchObject({ state: "cancelled", reviewReason: "refund_due" });
    expect([await listed("review"), await countOf("refund_due")]).toEqual([true, before + 1]);
  });

  test("is asked back whole when the dialog says so, and needs no review then", async () => {
    const { cancel, now, listed, paymentId } = await paid();
    const [refund, ...others] = await cancel("now");
    expect(others).toEqual([]);
    expect(refund).toMatchObject({ paymentId, amountMinor: 48_000, state: "requested", reason: "moved away" });
    expect((await now())?.reviewReason).toBeNull();
    expect([await listed("review"), await listed("payout")]).toEqual([false, true]);
  });

  test("is asked back less what went back before", async () => {
    const { cancel, paymentId, admin } = await paid();
    await school.as(admin)((ctx) => requestRefund(ctx, { paymentId, amountMinor: 8_000, reason: "a day less" }));
    expect(await cancel("now")).toMatchObject([{ amountMinor: 40_000 }]);
  });

  test("is not asked back by whoever may not refund, who may leave it for review", async () => {
    const { cancel, now, enrolment } = await paid();
    const desk = await school.person("support");
    expect((await getEnrolment(school.reading(desk), enrolment.id))?.mayRefund).toBe(false);
    await expect(cancel("now", desk)).rejects.toMatchObject({ code: "forbidden" });
    expect((await now())?.state).toBe("paid");
    await cancel("review", desk);
    expect((await now())?.reviewReason).toBe("refund_due");
  });

  test("needs review until all of it is on its way, and again when that failed", async () => {
    const { cancel, now, paymentId, admin, order } = await paid();
    await cancel();
    const part = (amountMinor: number) =>
      school.as(admin)((ctx) => requestRefund(ctx, { paymentId, amountMinor, reason: "moved away" }));
    await part(18_000);
    expect((await now())?.reviewReason).toBe("refund_due");
    const { refund } = await part(30_000);
    expect((await now())?.reviewReason).toBeNull();
    const view = { state: "failed", reference: "", failure: "The account is closed." } as const;
    await school.asSystem((ctx) => recordRefund(ctx, { refundId: refund.id, view }));
    expect((await now())?.reviewReason).toBe("refund_due");
    await school.as(admin)((ctx) => resolveOrder(ctx, { orderId: order.id, why: "a fee, as the terms say" }));
    expect((await now())?.reviewReason).toBeNull();
  });
});

describe("the refund of a bank transfer", () => {
  test("is sent by a person, who says to which account: booked, audited, told by mail, and done", async () => {
    const { cancel, listed, student, admin, order } = await paid();
    const [refund] = await cancel("now");
    const refundId = refund?.id ?? "";
    const before = await countOf("payouts");
    const clearing = async () =>
      (await listBalances(school.database.read)).find(
        ({ account, currency }) => account === "clearing" && currency === "CHF",
      );
    const had = (await clearing())?.totalMinor ?? 0;
    const sent = await school.as(admin)((ctx) => markRefundSent(ctx, { refundId, holder: " A. Student ", iban: IBAN }));
    expect(sent).toMatchObject({
      ...{ state: "done", payeeHolder: "A. Student", payeeIban: "CH9300762011623852957", doneAt: school.clock() },
    });
    expect([await listed("payout"), await countOf("payouts")]).toEqual([false, before - 1]);
    expect((await clearing())?.totalMinor).toBe(had - 48_000);
    const { read } = school.database;
    const mails = and(eq(outbox.kind, "refund_done"), eq(outbox.recipient, student.email));
    expect(await read.select({ payload: outbox.payload }).from(outbox).where(mails)).toEqual([
      { payload: { refundId } },
    ]);
    const audited = and(eq(auditLog.objectId, refundId), eq(auditLog.action, "refund.record"));
    const [entry] = await read.select({ after: auditLog.after }).from(auditLog).where(audited);
    expect(entry?.after).toMatchObject({ state: "done", account: "… 2957" });
    const again = school.as(admin)((ctx) => markRefundSent(ctx, { refundId, holder: "A", iban: IBAN }));
    await expect(again).rejects.toMatchObject({ code: "wrong_state" });
    expect(order.totalMinor).toBe(48_000);
  });

  test.each(["CH9300762011623852958", "CH93", "", "480", "DE00 0000 0000 0000 0000 00"])(
    "is not marked as sent to the account %j",
    async (iban) => {
      const { cancel, admin } = await paid();
      const [refund] = await cancel("now");
      const refundId = refund?.id ?? "";
      const sent = school.as(admin)((ctx) => markRefundSent(ctx, { refundId, holder: "A", iban }));
      await expect(sent).rejects.toMatchObject({
        code: "invalid_input",
        detail: { fields: { iban: iban.length > 3 ? describeIbanFault(iban) : message("fields.account_number") } },
      });
      const [kept] = await school.database.read.select().from(refunds).where(eq(refunds.id, refundId));
      expect(kept?.state).toBe("requested");
    },
  );

  test("is nothing that support may send", async () => {
    const { cancel } = await paid();
    const [refund] = await cancel("now");
    const desk = await school.person("support");
    const sent = school.as(desk)((ctx) => markRefundSent(ctx, { refundId: refund?.id ?? "", holder: "A", iban: IBAN }));
    await expect(sent).rejects.toMatchObject({ code: "forbidden" });
  });
});

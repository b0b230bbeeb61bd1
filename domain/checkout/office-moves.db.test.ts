import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { auditLog, cohorts, enrolments, orders, outbox, payments, refunds, stateChanges } from "#db/schema/index.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { addEnrolment } from "../enrolments/add-enrolment.ts";
import { addMs, DAY_MS } from "../kernel/clock.ts";
import { addPayment } from "../payments/add-payment.ts";
import { confirmTransfer } from "./confirm-transfer.ts";
import { enrolStudent } from "./enrol-student.ts";
import { listMovePrices } from "./list-move-prices.ts";
import { type MoveDifference, moveEnrolment } from "./move-enrolment.ts";

let school: TestSchool;
let admin: Awaited<ReturnType<TestSchool["person"]>>;
beforeAll(async () => {
  school = await openTestSchool();
  admin = await school.person("admin");
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.drop();
});

const read = () => school.database.read;

/** A paid place of CHF 400, without any terms, and another date of the course. */
async function placed(otherMinor: number) {
  const startsAt = addMs(school.clock(), 60 * DAY_MS);
  const from = await school.cohort({ priceMinor: 40_000, startsAt });
  const other = await school.cohort({ name: "Other", priceMinor: otherMinor, startsAt }, { id: from.courseId });
  const student = await school.person("student");
  const input = { cohortId: from.id, studentId: student.id, provider: "bank" as const };
  const { enrolment, order, payment } = await school.as(student)((ctx) => enrolStudent(ctx, input));
  await school.asSystem((ctx) => confirmTransfer(ctx, payment?.id ?? ""));
  const move = (difference?: MoveDifference, by = admin) =>
    school.as(by)((ctx) =>
      moveEnrolment(ctx, { enrolmentId: enrolment.id, toCohortId: other.id, why: "choir", difference }),
    );
  const cohortNow = async () =>
    (await read().select().from(enrolments).where(eq(enrolments.id, enrolment.id)))[0]?.cohortId;
  return { from, other, student, enrolmentId: enrolment.id, order, paymentId: payment?.id ?? "", move, cohortNow };
}

const mailsTo = async (email: string, kind: string) =>
  read()
    .select()
    .from(outbox)
    .where(and(eq(outbox.recipient, email), eq(outbox.kind, kind)));

async function lastAudit(enrolmentId: string) {
  const own = and(eq(auditLog.objectId, enrolmentId), eq(auditLog.action, "enrolment.move"));
  return (await read().select().from(auditLog).where(own))[0]?.after;
}

describe("the office that moves a place", () => {
  test("sees what each date costs and the difference, before it decides", async () => {
    const { other, enrolmentId } = await placed(45_000);
    const prices = await listMovePrices(school.reading(admin), enrolmentId);
    expect(prices.get(other.id)).toEqual({
      price: { minor: 45_000, currency: "CHF" },
      ...{ difference: { minor: 5_000, currency: "CHF" }, takenOffMinor: 0 },
    });
  });

  test("to a dearer date asks for the difference by mail, and the place moves once it is paid", async () => {
    const { from, other, student, enrolmentId, move, cohortNow } = await placed(45_000);
    const { orderCode } = await move("settle");
    expect(await cohortNow()).toBe(from.id);
    const [order] = await read()
      .select()
      .from(orders)
      .where(eq(orders.code, orderCode ?? ""));
    if (!order) throw new Error("there is no order of the difference");
    expect(order).toMatchObject({ totalMinor: 5_000, buyerId: student.id, state: "awaiting_payment" });
    // Whoever is written to needs longer than whoever stands in the checkout.
    expect(order.expiresAt).toEqual(addMs(school.clock(), 48 * 3_600_000));
    const [letter] = await mailsTo(student.email, "order_to_pay");
    expect(letter?.payload).toEqual({ orderId: order.id });
    expect(await lastAudit(enrolmentId)).toMatchObject({ difference: "settle", differenceMinor: 5_000, why: "choir" });
    await expect(move("settle")).rejects.toMatchObject({ code: "wrong_state" });
    const payment = await school.asSystem((ctx) => addPayment(ctx as never, order, "bank"));
    await school.asSystem((ctx) => confirmTransfer(ctx, payment.id));
    expect(await cohortNow()).toBe(other.id);
    const history = await read().select().from(stateChanges).where(eq(stateChanges.objectId, enrolmentId));
    expect(history.find(({ why }) => why.startsWith("moved:"))?.why).toBe("moved: choir");
    const [to] = await read().select().from(cohorts).where(eq(cohorts.id, other.id));
    expect([to?.held, to?.taken]).toEqual([0, 1]);
  });

  test("to a cheaper date gives back all of the difference at once, whatever the terms say", async () => {
    const { other, paymentId, student, move, cohortNow } = await placed(35_000);
    await move("settle");
    expect(await cohortNow()).toBe(other.id);
    const [back] = await read().select().from(refunds).where(eq(refunds.paymentId, paymentId));
    expect(back).toMatchObject({ amountMinor: 5_000, requestedBy: admin.id });
    expect(await mailsTo(student.email, "refund_account_wanted")).toHaveLength(1);
  });

  test("gives back nothing as somebody who may send no money back", async () => {
    const { from, move, cohortNow } = await placed(35_000);
    await expect(move("settle", await school.person("support"))).rejects.toMatchObject({ code: "forbidden" });
    expect(await cohortNow()).toBe(from.id);
  });

  test("moves it without the difference when it says so, and where it says nothing: with its reason in the log", async () => {
    for (const difference of ["none", undefined] as const) {
      const { other, order, enrolmentId, paymentId, student, move, cohortNow } = await placed(45_000);
      expect(await move(difference)).toEqual({ orderCode: null, asked: [] });
      expect(await cohortNow()).toBe(other.id);
      const own = await read().select().from(orders).where(eq(orders.buyerId, student.id));
      expect(own.map(({ id }) => id)).toEqual([order.id]);
      expect(await read().$count(refunds, eq(refunds.paymentId, paymentId))).toBe(0);
      expect(await read().$count(payments, eq(payments.orderId, order.id))).toBe(1);
      expect(await lastAudit(enrolmentId)).toMatchObject({ difference: "none", why: "choir" });
    }
  });

  test("is told where a difference cannot be worked out: a place that was given by hand", async () => {
    const startsAt = addMs(school.clock(), 60 * DAY_MS);
    const from = await school.cohort({ priceMinor: 40_000, startsAt });
    const other = await school.cohort({ priceMinor: 45_000, startsAt }, { id: from.courseId });
    const student = await school.person("student");
    const { id: enrolmentId } = await school.as(admin)((ctx) =>
      addEnrolment(ctx, { cohortId: from.id, studentId: student.id, why: "a gift" }),
    );
    expect((await listMovePrices(school.reading(admin), enrolmentId)).get(other.id)?.difference).toBeNull();
    const input = { enrolmentId, toCohortId: other.id, why: "choir", difference: "settle" as const };
    await expect(school.as(admin)((ctx) => moveEnrolment(ctx, input))).rejects.toMatchObject({
      ...{ code: "wrong_state", detail: { words: { key: "refusals.move_unsettled_given" } } },
    });
  });
});

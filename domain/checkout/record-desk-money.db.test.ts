import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { auditLog, enrolments } from "#db/schema/index.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { createId } from "../kernel/ids.ts";
import { getOrder } from "../orders/get-order.ts";
import { enrolStudent } from "./enrol-student.ts";
import { recordTransfer } from "./record-transfer.ts";

let school: TestSchool;
let finance: Awaited<ReturnType<TestSchool["person"]>>;
beforeAll(async () => {
  school = await openTestSchool();
  finance = await school.person("finance");
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.drop();
});

/** An order of 480.00 that waits, and that nobody has tried to pay. */
async function waiting() {
  const { id: cohortId } = await school.cohort({ priceMinor: 48_000, capacity: 3 });
  const student = await school.person("student");
  const { order } = await school.as(student)((ctx) => enrolStudent(ctx, { cohortId, studentId: student.id }));
  const record = (amountMinor: number, seenMinor: number, by = finance) =>
    school.as(by)((ctx) =>
      recordTransfer(ctx, {
        ...{ orderId: order.id, amountMinor, currency: "CHF", key: createId("payment") },
        ...{ note: "cash at the desk", seenMinor },
      }),
    );
  const seen = () => getOrder(school.reading(finance), order.code);
  return { student, order, record, seen };
}

test("cash at the desk pays an order that waits and opens the place, and the audit log says how it came", async () => {
  const { order, record, seen, student } = await waiting();
  const { outcome, paymentId } = await record(48_000, 0);
  expect(outcome).toBe("paid");
  expect(await seen()).toMatchObject({ state: "paid", balance: { paidMinor: 48_000, differenceMinor: 0 } });
  const { read } = school.database;
  const [place] = await read.select().from(enrolments).where(eq(enrolments.studentId, student.id));
  expect(place?.state).toBe("active");
  const own = and(eq(auditLog.objectId, paymentId), eq(auditLog.action, "payment.confirm"));
  const [entry] = await read.select({ after: auditLog.after }).from(auditLog).where(own);
  expect(entry?.after).toMatchObject({ order: order.code, amountMinor: 48_000, note: "cash at the desk" });
});

test("a part of it leaves the order waiting for the rest", async () => {
  const { record, seen } = await waiting();
  expect((await record(20_000, 0)).outcome).toBe("underpaid");
  expect(await seen()).toMatchObject({ state: "awaiting_payment", balance: { differenceMinor: -28_000 } });
  expect((await record(28_000, 20_000)).outcome).toBe("paid");
});

test("two who have the same money in mind record it once", async () => {
  const { record, seen } = await waiting();
  const both = await Promise.allSettled([record(20_000, 0), record(20_000, 0)]);
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  await expect(record(20_000, 0)).rejects.toMatchObject({ code: "amount_mismatch" });
  await expect(record(20_000, 0)).rejects.toThrow("Something was paid since you opened this page.");
  expect(await seen()).toMatchObject({ balance: { paidMinor: 20_000 } });
});

test("nothing, less than nothing and what is no whole number is refused, and a student may not say that they have paid", async () => {
  const { record, student } = await waiting();
  for (const minor of [0, -1, 0.5, Number.NaN]) {
    await expect(record(minor, 0)).rejects.toMatchObject({ code: "invalid_input", detail: { fields: { amount: {} } } });
  }
  await expect(record(48_000, 0, student)).rejects.toMatchObject({ code: "forbidden" });
});

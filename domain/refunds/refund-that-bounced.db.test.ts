import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { outbox } from "#db/schema/index.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import { recordTransfer } from "../checkout/record-transfer.ts";
import { getOrder } from "../orders/get-order.ts";
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

test("a refund that was on its way and comes back after all is told to its buyer, also of an order that stays paid", async () => {
  const finance = await school.person("finance");
  const { id: cohortId } = await school.cohort({ priceMinor: 20_000 });
  const student = await school.person("student");
  const { order } = await school.as(student)((ctx) => enrolStudent(ctx, { cohortId, studentId: student.id }));
  const money = { orderId: order.id, amountMinor: 20_000, currency: "CHF", key: order.id };
  const { paymentId } = await school.as(finance)((ctx) => recordTransfer(ctx, money));
  const { refund } = await school.as(finance)((ctx) =>
    requestRefund(ctx, { paymentId, amountMinor: 5_000, reason: "goodwill" }),
  );
  const says = (state: "done" | "failed") =>
    school.asSystem((ctx) => recordRefund(ctx, { refundId: refund.id, view: { state, reference: "re_1" } }));
  const failures = async () => {
    const sent = await school.database.read.select().from(outbox).where(eq(outbox.recipient, student.email));
    return sent.filter(({ kind }) => kind === "refund_failed").length;
  };
  await says("done");
  expect(await failures()).toBe(0);
  await says("failed");
  await says("failed");
  expect(await failures()).toBe(1);
  expect(await getOrder(school.reading(finance), order.code)).toMatchObject({
    ...{ state: "paid", balance: { kind: "paid", paidMinor: 20_000 } },
  });
});

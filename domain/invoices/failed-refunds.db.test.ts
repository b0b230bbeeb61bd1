import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { enrolments, payments, refunds } from "#db/schema/index.ts";
import { type InvoicingSchool, openInvoicingSchool, readOrder } from "#tests/support/invoicing-school.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { cancelEnrolment } from "../checkout/cancel-enrolment.ts";
import { getOrder } from "../orders/get-order.ts";
import { recordRefund } from "../refunds/record-refund.ts";
import { requestRefund } from "../refunds/request-refund.ts";

let school: InvoicingSchool;
beforeAll(async () => {
  school = await openInvoicingSchool();
});
afterAll(async () => {
  expect(await school.findNumberFaults()).toEqual([]);
  expect(await findViolations(school.database)).toEqual([]);
  await school.drop();
});

/** A place that was cancelled: all of its money was sent back, credited, and the bank has returned it. */
async function failed() {
  const bought = await school.ordered(10_000);
  await school.pay(bought);
  const admin = await school.person("admin");
  const { read } = school.database;
  const [place] = await read.select().from(enrolments).where(eq(enrolments.studentId, bought.student.id));
  await school.as(admin)((ctx) => cancelEnrolment(ctx, { enrolmentId: place?.id ?? "", why: "ill", refund: "now" }));
  const [sent] = await read.select().from(refunds).where(eq(refunds.paymentId, bought.payment.id));
  const refundId = sent?.id ?? "";
  const reference = `re_${refundId}`;
  const tell = (view: Parameters<typeof recordRefund>[1]["view"]) =>
    school.asSystem((ctx) => recordRefund(ctx, { refundId, view }));
  await tell({ state: "done", reference });
  await tell({ state: "failed", reference, failure: "closed" });
  const papers = async () =>
    (await school.listIssued(bought.order)).map(({ kind, totalMinor }) => `${kind} ${totalMinor}`);
  return { ...bought, admin, papers };
}

test("a refund that fails for good keeps its credit note, is owed, and the order's page names the paper that stands", async () => {
  const { order, admin, papers } = await failed();
  expect(await papers()).toEqual(["invoice 10000", "credit_note 10000"]);
  expect(await readOrder(school, order.id)).toMatchObject({ state: "cancelled", reviewReason: "refund_due" });
  const [, note] = await school.listIssued(order);
  const view = await getOrder(school.reading(admin), order.code);
  expect(view?.payments.flatMap((payment) => payment.refunds)).toMatchObject([
    { state: "failed", creditNote: note?.code },
  ]);
});

test("however often and in however many parts it is sent again, there is no second credit note for the same money", async () => {
  const { order, payment, admin, papers } = await failed();
  for (const amountMinor of [4_000, 6_000]) {
    const { refund } = await school.as(admin)((ctx) =>
      requestRefund(ctx, { paymentId: payment.id, amountMinor, reason: "Sent again." }),
    );
    const view = { state: "done" as const, reference: `re_${refund.id}` };
    await school.asSystem((ctx) => recordRefund(ctx, { refundId: refund.id, view }));
  }
  expect(await papers()).toEqual(["invoice 10000", "credit_note 10000"]);
  expect(await readOrder(school, order.id)).toMatchObject({ reviewReason: null });
  const [paid] = await school.database.read.select().from(payments).where(eq(payments.id, payment.id));
  expect(paid?.state).toBe("settled");
});

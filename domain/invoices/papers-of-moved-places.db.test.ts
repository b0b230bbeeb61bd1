import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { orderLines } from "#db/schema/index.ts";
import { type InvoicingSchool, openInvoicingSchool } from "#tests/support/invoicing-school.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { placesIn } from "#tests/support/places-for-others.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import { moveEnrolment } from "../checkout/move-enrolment.ts";
import { switchCohort } from "../checkout/switch-cohort.ts";
import type { ClaimLink } from "../claim-links/find-claim-link.ts";
import { setPaymentPlan } from "../courses/set-payment-plan.ts";
import { loadInstalments } from "../instalments/load-instalments.ts";
import type { PayChoice } from "../instalments/pick-instalments.ts";
import { addMs, DAY_MS } from "../kernel/clock.ts";
import { getPartPaidFacts } from "../mail/get-part-paid-facts.ts";
import { startPayment } from "../payments/start-payment.ts";
import { requestRefund } from "../refunds/request-refund.ts";
import { getOrderPaper } from "./get-order-paper.ts";
import { getPaymentReceipt } from "./get-payment-receipt.ts";

let school: InvoicingSchool;
let admin: Awaited<ReturnType<InvoicingSchool["person"]>>;
beforeAll(async () => {
  school = await openInvoicingSchool();
  admin = await school.person("admin");
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.drop();
});

const { buyPaid, claim } = placesIn(() => school);
const TERMS = { moveDays: 3, cancelDays: 3, cancelPercent: 100, cancelFeeMinor: 0 };

/** CHF 480.00: CHF 144.00 now, and three parts of CHF 112.00. */
async function planned() {
  const facts = { startsAt: addMs(school.clock(), 200 * DAY_MS), endsAt: null, ...TERMS };
  const from = await school.cohort({ priceMinor: 48_000, ...facts });
  const plan = { deposit: { percent: 30 }, furtherParts: 3, monthsBetween: 1 };
  await school.as(admin)((ctx) => setPaymentPlan(ctx, { cohortId: from.id, plan }));
  const student = await school.person("student");
  const { order, enrolment } = await school.as(student)((ctx) =>
    enrolStudent(ctx, { cohortId: from.id, studentId: student.id }),
  );
  const begin = (pay: PayChoice) =>
    school.as(student)((ctx) => startPayment(ctx, { orderId: order.id, provider: "sandbox", pay }));
  const settle = (payment: { id: string; amountMinor: number }) =>
    school.pay({ payment, order: { totalMinor: payment.amountMinor } });
  const pay = async (choice: PayChoice) => settle(await begin(choice));
  const move = async (priceMinor: number) => {
    const to = await school.cohort({ name: "Other", ...facts, priceMinor }, { id: from.courseId });
    return school.as(student)((ctx) => switchCohort(ctx, { enrolmentId: enrolment.id, toCohortId: to.id }));
  };
  const receipt = (number: number) =>
    getPaymentReceipt(school.reading(student), { orderCode: order.code, part: { number, level: 0 } });
  const paper = (which: "receipt" | "statement") =>
    getOrderPaper(school.reading(student), { orderCode: order.code, paper: which });
  return { order, student, begin, settle, pay, move, receipt, paper };
}

test("the papers of a place that was moved name the date that was bought, and where it is now", async () => {
  const { pay, move, receipt, paper } = await planned();
  await pay("plan");
  expect((await receipt(1))?.lines[0]?.movedTo).toBeUndefined();
  await move(48_000);
  const line = { details: ["Winter evenings"], movedTo: [{ cohort: "Other" }] };
  for (const content of [await receipt(1), await paper("receipt"), await paper("statement")]) {
    expect(content?.lines).toMatchObject([line]);
  }
});

test("a part that became cheaper while it was being paid has a receipt of all that came, and of what is to come back", async () => {
  const { order, begin, settle, pay, move, receipt, paper } = await planned();
  const taxed = { taxMinor: 3_597, taxRatePpm: 81_000, taxCategory: "standard" as const };
  await school.database.write((tx) => tx.update(orderLines).set(taxed).where(eq(orderLines.orderId, order.id)));
  await pay("plan");
  await pay({ instalment: 2 });
  await pay({ instalment: 3 });
  const inAnotherTab = await begin({ instalment: 4 });
  await move(42_000);
  await settle(inAnotherTab);
  expect(await receipt(4)).toMatchObject({
    ...{ totalMinor: 5_200, receivedMinor: 11_200, returnedMinor: 0, owedMinor: 6_000, aheadMinor: 0 },
  });
  expect((await receipt(3))?.receivedMinor).toBeUndefined();
  const { read } = school.database;
  const letters = await Promise.all(
    (await loadInstalments(read, order.id)).map(({ id }) => getPartPaidFacts(read, { instalmentId: id }, "en")),
  );
  expect(letters.map((letter) => letter?.received?.minor)).toEqual([undefined, undefined, undefined, 11_200]);
  // A letter names as much tax as the receipt that it leads to, of the price that is lower by now.
  const receipts = await Promise.all([1, 2, 3, 4].map(receipt));
  expect(letters.map((letter) => letter?.tax.minor)).toEqual(receipts.map((each) => each?.taxMinor));
  expect(receipts.reduce((sum, each) => sum + (each?.taxMinor ?? 0), 0)).toBe(3_147);
  expect((await paper("statement"))?.statement).toMatchObject({ receivedMinor: 48_000, owedMinor: 6_000 });
  const asked = { paymentId: inAnotherTab.id, amountMinor: 6_000, reason: "Moved." };
  await school.as(admin)((ctx) => requestRefund(ctx, asked));
  expect(await receipt(4)).toMatchObject({ receivedMinor: 11_200, returnedMinor: 6_000, owedMinor: 0, aheadMinor: 0 });
});

test("of several places it is said which of them were moved", async () => {
  const from = await school.cohort({ priceMinor: 20_000 });
  const to = await school.cohort({ name: "Other", priceMinor: 20_000 }, { id: from.courseId });
  const names = [
    { name: "Ada", email: null },
    { name: "Ben", email: null },
  ];
  const { order, buyer, links } = await buyPaid(from.id, names);
  const { enrolment } = await claim(await school.person("student"), links[1] as ClaimLink);
  const moved = { enrolmentId: enrolment.id, toCohortId: to.id, why: "asked" };
  await school.as(admin)((ctx) => moveEnrolment(ctx, moved));
  const content = await getOrderPaper(school.reading(buyer), { orderCode: order.code, paper: "receipt" });
  expect(content?.lines).toMatchObject([
    { quantity: 2, movedTo: [{ who: expect.stringContaining("Person"), cohort: "Other" }] },
  ]);
});

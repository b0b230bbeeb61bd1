import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { invoices, refunds } from "#db/schema/index.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { applyCredit } from "../checkout/apply-credit.ts";
import { applyPaymentUpdate } from "../checkout/apply-payment-update.ts";
import { cancelEnrolment } from "../checkout/cancel-enrolment.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import { startPayment } from "../payments/start-payment.ts";
import { recordRefund } from "../refunds/record-refund.ts";
import { changeSettings } from "../settings/change-settings.ts";
import { answerCreditOffer } from "./answer-credit-offer.ts";
import { getCredit } from "./get-credit.ts";
import { giveCredit } from "./give-credit.ts";
import { offerCredit } from "./offer-credit.ts";
import { refundCredit } from "./refund-credit.ts";

let school: TestSchool;
type Person = Awaited<ReturnType<TestSchool["person"]>>;
let owner: Person;
beforeAll(async () => {
  school = await openTestSchool();
  owner = await school.person("owner");
  const address = { addressPostCode: "4051", addressTown: "Basel", addressCountry: "CH" };
  await school.as(owner)((ctx) => changeSettings(ctx, { currency: "CHF", refundApprovalAbove: 500, ...address }));
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.drop();
});

async function ordered(student: Person) {
  const { id: cohortId } = await school.cohort({ priceMinor: 40_000, capacity: 5 });
  return school.as(student)((ctx) => enrolStudent(ctx, { cohortId, studentId: student.id }));
}

async function pay(student: Person, orderId: string) {
  const { id: paymentId, amountMinor: minor } = await school.as(student)((ctx) =>
    startPayment(ctx, { orderId, provider: "sandbox" }),
  );
  const view = { state: "settled" as const, amount: { minor, currency: "CHF" }, live: false, paymentId };
  await school.asSystem((ctx) => applyPaymentUpdate(ctx, { provider: "sandbox", paymentId, view }));
}

const papersOf = async (orderId: string) =>
  (await school.database.read.select().from(invoices).where(eq(invoices.orderId, orderId)).orderBy(invoices.issuedAt))
    .map(({ kind, totalMinor }) => `${kind} ${totalMinor}`)
    .toSorted();

/** A place that was paid and cancelled, whose money its student has taken as credit. */
async function takenAsCredit(student: Person) {
  const { order, enrolment } = await ordered(student);
  await pay(student, order.id);
  await school.as(owner)((ctx) => cancelEnrolment(ctx, { enrolmentId: enrolment.id, why: "ill", refund: "review" }));
  const offer = await school.as(owner)((ctx) =>
    offerCredit(ctx, { orderId: order.id, amountMinor: 40_000, reason: "" }),
  );
  await school.as(student)((ctx) => answerCreditOffer(ctx, { offerId: offer.id, agrees: true }));
  return order;
}

const payOut = (student: Person, amountMinor: number) =>
  school.as(owner)((ctx) => refundCredit(ctx, { userId: student.id, amountMinor, currency: "CHF", reason: "moves" }));

test("what becomes credit is credited on paper at once, and once: not again when it is paid out as money", async () => {
  const student = await school.person("student");
  const order = await takenAsCredit(student);
  expect(await papersOf(order.id)).toEqual(["credit_note 40000", "invoice 40000"]);
  const [refund] = await payOut(student, 30_000);
  expect(refund).toMatchObject({ amountMinor: 30_000, approval: null });
  const view = { state: "done" as const, reference: `re_${order.id}` };
  await school.asSystem((ctx) => recordRefund(ctx, { refundId: refund?.id ?? "", view }));
  expect(await papersOf(order.id)).toEqual(["credit_note 40000", "invoice 40000"]);
});

test("an order that credit has paid in part is credited whole when it is cancelled", async () => {
  const student = await school.person("student");
  const gift = { userId: student.id, amountMinor: 10_000, currency: "CHF", reason: "kindness" };
  await school.as(owner)((ctx) => giveCredit(ctx, gift));
  const { order, enrolment } = await ordered(student);
  await school.as(student)((ctx) => applyCredit(ctx, { orderId: order.id }));
  await pay(student, order.id);
  const asked = await school.as(owner)((ctx) =>
    cancelEnrolment(ctx, { enrolmentId: enrolment.id, why: "ill", refund: "now" }),
  );
  const view = { state: "done" as const, reference: `re_${order.id}` };
  for (const { id: refundId } of asked) await school.asSystem((ctx) => recordRefund(ctx, { refundId, view }));
  expect(await papersOf(order.id)).toEqual(["credit_note 10000", "credit_note 30000", "invoice 40000"]);
});

test("credit from two orders that is more together than one person may send waits for a second, all of it", async () => {
  const student = await school.person("student");
  await takenAsCredit(student);
  await takenAsCredit(student);
  expect(await payOut(student, 50_000)).toMatchObject([{ approval: null }, { approval: null }]);
  // Asking for it in parts changes nothing.
  expect(await payOut(student, 1_000)).toMatchObject([{ approval: "awaited" }]);
  const other = await school.person("student");
  await takenAsCredit(other);
  await takenAsCredit(other);
  const held = await payOut(other, 60_000);
  expect(held.map(({ approval }) => approval)).toEqual(["awaited", "awaited"]);
  const { read } = school.database;
  expect(
    (
      await read
        .select()
        .from(refunds)
        .where(eq(refunds.id, held[0]?.id ?? ""))
    )[0]?.state,
  ).toBe("requested");
});

test("only what was given in place of money can be paid out", async () => {
  const student = await school.person("student");
  const gift = { userId: student.id, amountMinor: 10_000, currency: "CHF", reason: "kindness" };
  await school.as(owner)((ctx) => giveCredit(ctx, gift));
  const payable = async () => (await getCredit(school.reading(owner), student.id))?.payable;
  expect(await payable()).toEqual([]);
  await takenAsCredit(student);
  expect(await payable()).toEqual([{ minor: 40_000, currency: "CHF" }]);
});

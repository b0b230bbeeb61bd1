import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { outbox } from "#db/schema/index.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { wordsIn } from "#tests/support/pseudo-language.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { applyCredit } from "../checkout/apply-credit.ts";
import { applyPaymentUpdate } from "../checkout/apply-payment-update.ts";
import { endPurchase } from "../checkout/end-purchase.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import { getEnding } from "../checkout/get-ending.ts";
import { leaveCohort } from "../checkout/leave-cohort.ts";
import { moveEnrolment } from "../checkout/move-enrolment.ts";
import { setPaymentPlan } from "../courses/set-payment-plan.ts";
import { getEnrolment } from "../enrolments/get-enrolment.ts";
import { addMs, DAY_MS } from "../kernel/clock.ts";
import { composeMail } from "../mail/compose-mail.ts";
import { startPayment } from "../payments/start-payment.ts";
import { changeSettings } from "../settings/change-settings.ts";
import { getCredit } from "./get-credit.ts";
import { giveCredit } from "./give-credit.ts";

let school: TestSchool;
let owner: Awaited<ReturnType<TestSchool["person"]>>;
beforeAll(async () => {
  school = await openTestSchool();
  owner = await school.person("owner");
  const address = { addressPostCode: "4051", addressTown: "Basel", addressCountry: "CH" };
  await school.as(owner)((ctx) => changeSettings(ctx, { currency: "CHF", ...address }));
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.drop();
});

/** CHF 400.00 of which credit pays so much, in parts or whole; 80 % less CHF 20.00 come back by the terms. */
async function placed(creditMinor: number, way: "plan" | "all" | "card") {
  const startsAt = addMs(school.clock(), 200 * DAY_MS);
  const terms = { cancelDays: 7, cancelPercent: 80, cancelFeeMinor: 2_000 };
  const { id: cohortId, courseId } = await school.cohort({
    priceMinor: 40_000,
    capacity: 3,
    startsAt,
    endsAt: null,
    ...terms,
  });
  const plan = { deposit: { percent: 30 }, furtherParts: 2, monthsBetween: 1 };
  if (way === "plan") await school.as(owner)((ctx) => setPaymentPlan(ctx, { cohortId, plan }));
  const student = await school.person("student");
  const gift = { userId: student.id, amountMinor: creditMinor, currency: "CHF", reason: "kindness" };
  await school.as(owner)((ctx) => giveCredit(ctx, gift));
  const { order, enrolment } = await school.as(student)((ctx) =>
    enrolStudent(ctx, { cohortId, studentId: student.id }),
  );
  const pay = way === "plan" ? ({ pay: "plan" } as const) : {};
  await school.as(student)((ctx) => applyCredit(ctx, { orderId: order.id, ...pay }));
  if (way === "card") {
    const paid = await school.as(student)((ctx) => startPayment(ctx, { orderId: order.id, provider: "sandbox" }));
    const view = { amount: { minor: paid.amountMinor, currency: "CHF" }, live: false, paymentId: paid.id };
    await school.asSystem((ctx) =>
      applyPaymentUpdate(ctx, {
        ...{ provider: "sandbox", paymentId: paid.id, view: { state: "settled" as const, ...view } },
      }),
    );
  }
  const ending = () => getEnding(school.reading(owner), { enrolmentId: enrolment.id });
  const credit = async () => (await getCredit(school.reading(student), student.id))?.balances;
  const mail = async () => {
    const { read } = school.database;
    const mails = await read.select().from(outbox).where(eq(outbox.recipient, student.email));
    const [told] = mails.filter(({ kind }) => kind === "enrolment_cancelled");
    const letter = told && (await composeMail(read, told, { url: "https://school.example", bank: null, wordsIn }));
    return letter?.text.replace(/\s+/g, " ") ?? "";
  };
  const end = async (refund: "now" | "review") => {
    const found = (await ending())?.lines[0];
    if (!found) throw new Error("no line");
    const line = { lineId: found.id, access: "ends" as const, amountMinor: found.returnedMinor };
    return school.as(owner)((ctx) =>
      endPurchase(ctx, { orderId: order.id, lines: [{ ...line, seenMinor: found.paidMinor }], why: "ill", refund }),
    );
  };
  return { student, order, enrolment, courseId, ending, credit, mail, end };
}

test.each([
  ["plan", 12_000, 2_000],
  ["all", 40_000, 30_000],
] as const)(
  "the office cancels a place that credit has paid by its terms, and the mail says so (%s)",
  async (way, paidMinor, returnedMinor) => {
    const it = await placed(paidMinor, way);
    // So its page leads to where what comes back is seen, and does not say that nothing was paid.
    expect(await getEnrolment(school.reading(owner), it.enrolment.id)).toMatchObject({
      paid: { minor: paidMinor, currency: "CHF", byTransfer: false },
    });
    const ending = await it.ending();
    expect(ending).toMatchObject({ ways: [{ provider: "credit", leftMinor: paidMinor }] });
    expect(ending?.lines).toMatchObject([{ paidMinor, returnedMinor, rule: { kind: "terms" } }]);
    expect(await it.end("now")).toEqual([]);
    expect(await it.credit()).toMatchObject([{ minor: returnedMinor }]);
    const letter = await it.mail();
    expect(letter).toContain(`CHF ${(returnedMinor / 100).toFixed(2)}, which you had paid with credit, is back`);
    expect(letter).toContain(`the school keeps CHF ${((paidMinor - returnedMinor) / 100).toFixed(2)}`);
    expect(letter).not.toContain("the school decides");
  },
);

test("of what credit and a card have paid, the mail says what is credit again, and that the school decides about the rest", async () => {
  const it = await placed(10_000, "card");
  await it.end("review");
  expect(await it.credit()).toMatchObject([{ minor: 10_000 }]);
  const letter = await it.mail();
  expect(letter).toContain("CHF 100.00, which you had paid with credit, is back in your credit");
  expect(letter).toContain("What goes back to you the school decides");
});

test("what a cheaper date costs less of a place that credit has paid is credit again", async () => {
  const it = await placed(40_000, "all");
  const cheaper = await school.cohort({ priceMinor: 30_000 }, { id: it.courseId });
  const move = { enrolmentId: it.enrolment.id, toCohortId: cheaper.id, why: "asked", difference: "settle" as const };
  const { asked } = await school.as(owner)((ctx) => moveEnrolment(ctx, move));
  expect(asked).toEqual([]);
  expect(await it.credit()).toMatchObject([{ minor: 10_000 }]);
});

test("who leaves by the terms is told what is credit again, and not that nothing goes back", async () => {
  const it = await placed(40_000, "all");
  await school.as(it.student)((ctx) => leaveCohort(ctx, { enrolmentId: it.enrolment.id }));
  expect(await it.credit()).toMatchObject([{ minor: 30_000 }]);
  const letter = await it.mail();
  expect(letter).toContain("CHF 300.00, which you had paid with credit, is back in your credit");
  expect(letter).not.toContain("nothing goes back");
});

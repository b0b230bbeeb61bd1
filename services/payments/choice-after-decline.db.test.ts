import { afterAll, beforeAll, expect, test } from "vitest";
import { enrolStudent } from "#domain/checkout/enrol-student.ts";
import { getCheckout } from "#domain/checkout/get-checkout.ts";
import { getLastChoice } from "#domain/checkout/get-last-choice.ts";
import { setPaymentPlan } from "#domain/courses/set-payment-plan.ts";
import { TEST_CARDS } from "#providers/sandbox/cards.ts";
import { chargeCard } from "#providers/sandbox/charge.ts";
import { type Gateway, openGateway } from "#providers/sandbox/gateway.ts";
import { openPayingSchool, type PayingSchool } from "#tests/support/paying-school.ts";
import { beginPayment } from "./begin-payment.ts";

let school: PayingSchool;
beforeAll(async () => {
  school = await openPayingSchool({});
});
afterAll(() => school.close());

/** An order of CHF 480.00, which may be paid in four parts of CHF 120.00. */
async function ordered() {
  const { id: cohortId } = await school.cohort({ priceMinor: 48_000, capacity: 5, endsAt: null });
  const plan = { deposit: { minor: 12_000 }, furtherParts: 3, monthsBetween: 1 };
  const admin = await school.person("admin");
  await school.as(admin)((ctx) => setPaymentPlan(ctx, { cohortId, plan }));
  const student = await school.person("student");
  const { order } = await school.as(student)((ctx) => enrolStudent(ctx, { cohortId, studentId: student.id }));
  const begin = (pay: "plan" | "all", keepsCard = false) =>
    beginPayment({ actor: student }, { orderId: order.id, provider: "sandbox", pay, keepsCard });
  const decline = async (payment: Awaited<ReturnType<typeof begin>>) => {
    const card = TEST_CARDS.find(({ outcome }) => outcome === "declined");
    if (!card) throw new Error("no card is declined");
    await chargeCard(openGateway(school.runtime) as Gateway, payment.reference ?? "", card);
  };
  const choice = async () => {
    const view = await getCheckout(school.reading(student), order.code);
    if (!view) throw new Error("the order has no page");
    return getLastChoice(view);
  };
  return { begin, decline, choice };
}

test("whoever chose the plan and whose card was declined is asked for its first part again, and may keep the card still", async () => {
  const { begin, decline, choice } = await ordered();
  expect(await choice()).toEqual({ pay: "all", keepsCard: false });
  const first = await begin("plan", true);
  await decline(first);
  const again = await choice();
  expect(again).toEqual({ provider: "sandbox", pay: "plan", keepsCard: true });
  // The next press asks for CHF 120.00, and not for CHF 480.00.
  expect((await begin(again.pay === "plan" ? "plan" : "all", again.keepsCard)).amountMinor).toBe(12_000);
});

test("whoever changed to all at once after the plan is asked for all again, and no card is kept for nothing", async () => {
  const { begin, decline, choice } = await ordered();
  await decline(await begin("plan", true));
  await decline(await begin("all"));
  expect(await choice()).toEqual({ provider: "sandbox", pay: "all", keepsCard: false });
});

test("whoever paid at once and was declined is asked for all again", async () => {
  const { begin, decline, choice } = await ordered();
  await decline(await begin("all"));
  expect(await choice()).toEqual({ provider: "sandbox", pay: "all", keepsCard: false });
});

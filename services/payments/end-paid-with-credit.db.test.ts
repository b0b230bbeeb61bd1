import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { claimLinks, orderLines, orders, payments, refunds } from "#db/schema/index.ts";
import { beginPayment } from "#services/payments/begin-payment.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { openPayingSchool, type PayingSchool } from "#tests/support/paying-school.ts";
import { getCreditMinor } from "#domain/credit/get-credit.ts";
import { giveCredit } from "#domain/credit/give-credit.ts";
import { getPaidMinor } from "#domain/orders/get-paid-minor.ts";
import { recordRefund } from "#domain/refunds/record-refund.ts";
import { applyCredit } from "#domain/checkout/apply-credit.ts";
import { createClaimSecret } from "#domain/claim-links/claim-secret.ts";
import { claimEnrolment } from "#domain/checkout/claim-enrolment.ts";
import { confirmTransfer } from "#domain/checkout/confirm-transfer.ts";
import { endPurchase } from "#domain/checkout/end-purchase.ts";
import { enrolOthers } from "#domain/checkout/enrol-others.ts";
import { enrolStudent } from "#domain/checkout/enrol-student.ts";
import { getEnding } from "#domain/checkout/get-ending.ts";

let school: PayingSchool;
let owner: Awaited<ReturnType<PayingSchool["person"]>>;
beforeAll(async () => {
  school = await openPayingSchool({});
  owner = await school.person("owner");
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.close();
});

const PRICE = 42_960;

/** An order of which credit has paid a part, and a transfer the rest. */
async function paid(creditMinor: number, places = 0) {
  const student = await school.person("student");
  const { id: cohortId } = await school.cohort({ priceMinor: places > 0 ? PRICE / places : PRICE, capacity: 9 });
  const people = Array.from({ length: places }, () => ({ name: "", email: null }));
  const { order } =
    places > 0
      ? await school.as(student)((ctx) => enrolOthers(ctx, { cohortId, buyerId: student.id, places: people }))
      : await school.as(student)((ctx) => enrolStudent(ctx, { cohortId, studentId: student.id }));
  if (creditMinor > 0) {
    const gift = { userId: student.id, amountMinor: creditMinor, currency: "CHF", reason: "The heating failed." };
    await school.as(owner)((ctx) => giveCredit(ctx, gift));
    await school.as(student)((ctx) => applyCredit(ctx, { orderId: order.id }));
  }
  if (creditMinor < PRICE) {
    const payment = await beginPayment({ actor: student }, { orderId: order.id, provider: "bank" });
    await school.asSystem((ctx) => confirmTransfer(ctx, payment.id));
  }
  return { student, orderId: order.id };
}

async function preview(orderId: string) {
  const ending = await getEnding(school.reading(owner), { orderId });
  if (!ending) throw new Error("there is no such order");
  return ending;
}

/** Ends every line, or leaves its place, with all that is offered. */
async function giveBackAll(orderId: string, access: "ends" | "stays") {
  const lines = (await preview(orderId)).lines.map(({ id: lineId, paidMinor: amountMinor }) => ({
    ...{ lineId, access, amountMinor },
  }));
  await school.as(owner)((ctx) => endPurchase(ctx, { orderId, lines, why: "ill", refund: "now" }));
}

/** What has become of the money, once all that was asked for has gone. */
async function stand({ orderId, student }: Awaited<ReturnType<typeof paid>>) {
  const { read } = school.database;
  const asked = await read
    .select({ id: refunds.id, minor: refunds.amountMinor })
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.paymentId))
    .where(eq(payments.orderId, orderId));
  for (const { id } of asked) {
    await school.asSystem((ctx) => recordRefund(ctx, { refundId: id, view: { state: "done", reference: id } }));
  }
  const [order] = await read.select().from(orders).where(eq(orders.id, orderId));
  return {
    refundedMinor: asked.reduce((sum, { minor }) => sum + minor, 0),
    creditMinor: await getCreditMinor(read, { userId: student.id, currency: "CHF" }),
    leftMinor: (await getPaidMinor(read, [orderId])).get(orderId),
    ...{ keptMinor: order?.keptMinor, reviewReason: order?.reviewReason },
  };
}

for (const creditMinor of [0, 1, 5_050, 42_959, PRICE]) {
  const even = { refundedMinor: PRICE - creditMinor, creditMinor, leftMinor: 0, keptMinor: 0, reviewReason: null };

  for (const access of ["ends", "stays"] as const) {
    test(`${creditMinor} of credit and the rest by transfer: all of it is offered, and goes back as it came (${access})`, async () => {
      const bought = await paid(creditMinor);
      expect((await preview(bought.orderId)).lines).toMatchObject([{ paidMinor: PRICE, returnedMinor: PRICE }]);
      await giveBackAll(bought.orderId, access);
      expect(await stand(bought)).toEqual(even);
      expect((await preview(bought.orderId)).ways).toEqual([]);
    });
  }

  test(`${creditMinor} of credit and the rest by transfer, for three places: all goes back as it came`, async () => {
    const bought = await paid(creditMinor, 3);
    await giveBackAll(bought.orderId, "ends");
    expect(await stand(bought)).toMatchObject({ ...even, reviewReason: null });
  });
}

test("the ways name the credit", async () => {
  const { orderId } = await paid(5_050);
  expect((await preview(orderId)).ways).toEqual([
    { provider: "bank", leftMinor: 37_910 },
    { provider: "credit", leftMinor: 5_050 },
  ]);
});

test("credit that pays a part ends the transfer that asked for all, and the next one asks for the rest", async () => {
  const student = await school.person("student");
  const { id: cohortId } = await school.cohort({ priceMinor: PRICE, capacity: 9 });
  const { order } = await school.as(student)((ctx) => enrolStudent(ctx, { cohortId, studentId: student.id }));
  const begin = () => beginPayment({ actor: student }, { orderId: order.id, provider: "bank" });
  const first = await begin();
  const gift = { userId: student.id, amountMinor: 5_050, currency: "CHF", reason: "The heating failed." };
  await school.as(owner)((ctx) => giveCredit(ctx, gift));
  const used = await school.as(student)((ctx) => applyCredit(ctx, { orderId: order.id }));
  expect(used).toMatchObject({ isPaid: false, endedTransfer: true });
  const second = await begin();
  expect([first.amountMinor, second.amountMinor]).toEqual([PRICE, PRICE - 5_050]);
  const own = await school.database.read.select().from(payments).where(eq(payments.orderId, order.id));
  expect(own.filter(({ state }) => state === "pending").map(({ id }) => id)).toEqual([second.id]);
  expect(await school.asSystem((ctx) => confirmTransfer(ctx, second.id))).toBe("paid");
});

test("a claimed place that stays when all of its order is credit again calls for a person, as with money", async () => {
  const bought = await paid(PRICE, 3);
  const { read } = school.database;
  const [link] = await read
    .select({ id: claimLinks.id, version: claimLinks.version })
    .from(claimLinks)
    .innerJoin(orderLines, eq(orderLines.id, claimLinks.orderLineId))
    .where(eq(orderLines.orderId, bought.orderId));
  if (!link) throw new Error("there is no link");
  const guest = await school.person("student");
  const schoolSecret = "a secret of this test school";
  const secret = createClaimSecret(schoolSecret, link);
  await school.as(guest)((ctx) => claimEnrolment(ctx, { claimLinkId: link.id, secret, schoolSecret }));
  await giveBackAll(bought.orderId, "stays");
  expect(await stand(bought)).toMatchObject({ leftMinor: 0, creditMinor: PRICE, reviewReason: "refunded_outside" });
});

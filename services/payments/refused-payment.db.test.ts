import { createWriteCtx } from "#domain/kernel/create-write-ctx.ts";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cohorts, orders, payments } from "#db/schema/index.ts";
import { enrolStudent } from "#domain/checkout/enrol-student.ts";
import { isRefusal } from "#domain/kernel/refusal.ts";
import { getCheckout } from "#domain/checkout/get-checkout.ts";
import { listPaymentMethods } from "#domain/payments/list-payment-methods.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { openPayingSchool, type PayingSchool } from "#tests/support/paying-school.ts";
import { beginPayment } from "./begin-payment.ts";
import { syncPaymentById } from "./sync-payment.ts";

let school: PayingSchool;

beforeAll(async () => {
  school = await openPayingSchool({});
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.close();
});

/** Somebody who presses Enrol on a cohort at a price, under the school's own rules. */
async function press(price: { priceMinor: number; currency: string }, provider?: "stripe") {
  const student = await school.person("student");
  const cohort = await school.cohort({ ...price, capacity: 5 });
  const { rules, database, clock } = school.runtime;
  const choice = { cohortId: cohort.id, studentId: student.id, ...(provider ? { provider } : {}) };
  const enrolled = () =>
    database.write((tx) =>
      enrolStudent(createWriteCtx({ tx, now: clock(), actor: student, requestId: "req_test", rules }), choice),
    );
  const held = async () => (await database.read.select().from(cohorts).where(eq(cohorts.id, cohort.id)))[0]?.held;
  return { student, enrolled, held };
}

const orderNow = async (id: string) => (await school.database.read.select().from(orders).where(eq(orders.id, id)))[0];
const refusalOf = async (work: Promise<unknown>) => {
  const error = await work.catch((caught: unknown) => caught);
  if (!isRefusal(error)) throw new Error("it was not refused");
  return error;
};

describe("a price that a provider can never charge", () => {
  test.each([
    { priceMinor: 30, currency: "EUR" },
    { priceMinor: 5_125, currency: "KWD" },
    { priceMinor: 100_000_000, currency: "CHF" },
  ])("is not offered with it, at %o, and holds no seat", async (price) => {
    const { enrolled, held } = await press(price, "stripe");
    const amount = { minor: price.priceMinor, currency: price.currency };
    expect(listPaymentMethods(school.runtime.rules, amount)).toEqual(["sandbox", "bank"]);
    const { code, detail } = await refusalOf(enrolled());
    expect(code).toBe("payment_refused");
    expect(detail.retryAfterSeconds).toBeUndefined();
    expect(await held()).toBe(0);
  });

  test("cannot be tried from an order that waits either", async () => {
    const { enrolled, student } = await press({ priceMinor: 30, currency: "EUR" });
    const { order } = await enrolled();
    const begun = beginPayment({ actor: student }, { orderId: order.id, provider: "stripe" });
    await expect(begun).rejects.toMatchObject({ code: "payment_refused" });
    expect((await beginPayment({ actor: student }, { orderId: order.id, provider: "bank" })).state).toBe("pending");
  });
});

describe("a payment that the provider refuses for good", () => {
  /** Below what Stripe charges, in a currency whose least amount only Stripe knows. */
  const unknown = { priceMinor: 30, currency: "TRY" };

  test("needs review and keeps the seat while there is another way to pay, without a Retry-After", async () => {
    const { enrolled, student, held } = await press(unknown);
    const { order } = await enrolled();
    const refused = await refusalOf(beginPayment({ actor: student }, { orderId: order.id, provider: "stripe" }));
    expect([refused.code, refused.status, refused.detail.retryAfterSeconds]).toEqual([
      "payment_refused",
      422,
      undefined,
    ]);
    expect(await orderNow(order.id)).toMatchObject({ state: "awaiting_payment", reviewReason: "provider_refused" });
    expect(await held()).toBe(1);
    const checkout = await getCheckout(school.reading(student), order.code);
    expect(checkout).toMatchObject({ isRefused: true, reviewReason: null, attempts: [{ state: "failed" }] });
  });

  test("ends the order and frees the seat where there is no other way", async () => {
    const { enrolled, student, held } = await press(unknown);
    const { order } = await enrolled();
    const { rules } = school.runtime;
    const before = rules.paymentProviders;
    rules.paymentProviders = ["stripe"];
    const refused = await refusalOf(
      beginPayment({ actor: student }, { orderId: order.id, provider: "stripe" }),
    ).finally(() => void (rules.paymentProviders = before));
    expect([refused.code, refused.message]).toEqual(["payment_refused", expect.stringMatching(/Write to us/)]);
    expect(await orderNow(order.id)).toMatchObject({ state: "cancelled", reviewReason: "provider_refused" });
    expect(await held()).toBe(0);
  });
});

describe("a page of the provider that is over", () => {
  async function begun() {
    const { enrolled, student } = await press({ priceMinor: 48_000, currency: "CHF" });
    const { order } = await enrolled();
    const begin = (provider: "stripe" | "bank") => beginPayment({ actor: student }, { orderId: order.id, provider });
    return { order, student, begin };
  }

  test("is not offered again, whoever ended it: there is a live one", async () => {
    const { begin, order } = await begun();
    const first = await begin("stripe");
    await school.runtime.providers.stripe?.cancel(first.reference ?? "");
    const second = await begin("stripe");
    expect(second.id).not.toBe(first.id);
    expect(school.stripe.sessionOf(second.reference ?? "").status).toBe("open");
    const all = await school.database.read.select().from(payments).where(eq(payments.orderId, order.id));
    expect(all.map(({ state }) => state).sort()).toEqual(["expired", "pending"]);
  });

  test("ends by its time while the order lasts longer", async () => {
    const { begin } = await begun();
    await begin("bank");
    const first = await begin("stripe");
    school.clock.forward(school.minutes(24 * 60));
    const second = await begin("stripe");
    expect([second.id === first.id, second.state]).toEqual([false, "pending"]);
    expect(school.stripe.sessionOf(second.reference ?? "").status).toBe("open");
  });

  test("is not gone back to when it was paid meanwhile", async () => {
    const { begin, order } = await begun();
    const first = await begin("stripe");
    school.stripe.pay(first.reference ?? "");
    await expect(begin("stripe")).rejects.toMatchObject({ code: "order_not_payable" });
    expect((await orderNow(order.id))?.state).toBe("paid");
  });

  test("is no page any more while a slow method settles, and nothing is asked for twice", async () => {
    const { begin, order, student } = await begun();
    const first = await begin("stripe");
    school.stripe.payLater(first.reference ?? "");
    await syncPaymentById(first.id);
    const again = await begin("stripe");
    expect([again.id, again.checkoutUrl, again.state]).toEqual([first.id, null, "pending"]);
    const checkout = await getCheckout(school.reading(student), order.code);
    expect(checkout?.attempts).toMatchObject([{ state: "pending", checkoutUrl: null }]);
  });

  test("gives way to a new one when its beginning was lost for a day", async () => {
    const { begin } = await begun();
    await begin("bank");
    school.stripe.failNext("error", "error", "error");
    await expect(begin("stripe")).rejects.toMatchObject({ code: "provider_unavailable" });
    school.clock.forward(school.minutes(24 * 60));
    const payment = await begin("stripe");
    expect(school.stripe.sessionOf(payment.reference ?? "").status).toBe("open");
  });
});

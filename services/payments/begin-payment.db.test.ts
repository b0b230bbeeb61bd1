import { eq } from "drizzle-orm";
import { runtime } from "#runtime";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { holds, orders } from "#db/schema/index.ts";
import { enrolStudent } from "#domain/checkout/enrol-student.ts";
import { isRefusal, Refusal } from "#domain/kernel/refusal.ts";
import { openPayingSchool, type PayingSchool } from "#tests/support/paying-school.ts";
import { beginPayment } from "./begin-payment.ts";
import { syncPaymentById } from "./sync-payment.ts";

let school: PayingSchool;

beforeAll(async () => {
  school = await openPayingSchool({});
});

afterAll(() => school.close());

/** A student whose seat is held, and who has not chosen a way to pay. */
async function undecided() {
  const student = await school.person("student");
  const cohort = await school.cohort({ priceMinor: 48_000, capacity: 5 });
  const { order } = await school.as(student)((ctx) =>
    enrolStudent(ctx, { cohortId: cohort.id, studentId: student.id }),
  );
  const begin = (provider: "sandbox" | "stripe" | "bank") =>
    beginPayment({ actor: student }, { orderId: order.id, provider });
  const heldUntil = async () => {
    const [hold] = await school.database.read.select().from(holds).where(eq(holds.cohortId, cohort.id));
    const [now] = await school.database.read.select().from(orders).where(eq(orders.id, order.id));
    return { hold: hold?.until, order: now?.expiresAt };
  };
  return { order, begin, heldUntil };
}

describe("beginning to pay", () => {
  test("with Stripe after a while keeps the seat for as long as Stripe's page must last, and no page outlasts it", async () => {
    const { begin, heldUntil } = await undecided();
    school.clock.forward(school.minutes(20));
    const payment = await begin("stripe");
    const end = new Date(school.clock().getTime() + school.minutes(31));
    expect(await heldUntil()).toEqual({ hold: end, order: end });
    expect(school.stripe.sessionOf(payment.reference ?? "").expires_at).toBe(end.getTime() / 1000);
  });

  test("with Stripe while a transfer is awaited ends within the day that Stripe's page may last", async () => {
    const { begin } = await undecided();
    await begin("bank");
    const payment = await begin("stripe");
    expect(payment.expiresAt).toEqual(new Date(school.clock().getTime() + school.minutes(23 * 60)));
  });

  test("on the sandbox leaves the hold as it is", async () => {
    const { begin, heldUntil, order } = await undecided();
    school.clock.forward(school.minutes(20));
    await begin("sandbox");
    expect(await heldUntil()).toEqual({ hold: order.expiresAt, order: order.expiresAt });
  });

  test("twice ends at one checkout", async () => {
    const { begin } = await undecided();
    const [first, second] = [await begin("stripe"), await begin("stripe")];
    expect(second).toMatchObject({ id: first.id, reference: first.reference, checkoutUrl: first.checkoutUrl });
  });

  test("while nobody answers is refused, and works under the same key when tried again", async () => {
    const { begin } = await undecided();
    school.stripe.failNext("lost", "error", "error");
    const refused = await begin("stripe").catch((error: unknown) => error);
    expect(isRefusal(refused) && refused.code).toBe("provider_unavailable");
    const before = school.stripe.seen.findLast(({ method }) => method === "POST")?.headers["idempotency-key"];
    const payment = await begin("stripe");
    expect(payment).toMatchObject({ state: "pending", idempotencyKey: before });
  });
});

describe("the buyer's way back", () => {
  test("ends at the order when the school is too busy to write down that it is paid, and in the course later", async () => {
    const { begin, order } = await undecided();
    const payment = await begin("stripe");
    school.stripe.pay(payment.reference ?? "");
    const busy = vi.spyOn(runtime().database, "write").mockRejectedValueOnce(new Refusal("overloaded"));
    await syncPaymentById(payment.id);
    expect(busy).toHaveBeenCalledOnce();
    busy.mockRestore();
    const state = async () =>
      (await school.database.read.select().from(orders).where(eq(orders.id, order.id)))[0]?.state;
    expect(await state()).toBe("awaiting_payment");
    await syncPaymentById(payment.id);
    expect(await state()).toBe("paid");
  });
});

import { and, asc, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cohorts, courses, orderLines, orders, outbox, payments } from "#db/schema/index.ts";
import type { ProviderName } from "#db/enums.ts";
import { enrolStudent } from "#domain/checkout/enrol-student.ts";
import { cancelOrder } from "#domain/checkout/cancel-order.ts";
import { confirmTransfer } from "#domain/checkout/confirm-transfer.ts";
import { getSchoolSettings } from "#domain/settings/get-school-settings.ts";
import { openPayingSchool, type PayingSchool } from "#tests/support/paying-school.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { beginPayment } from "./begin-payment.ts";
import { syncPaymentById, closeOverduePayments } from "./sync-payment.ts";

let school: PayingSchool;
beforeAll(async () => {
  school = await openPayingSchool({});
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.close();
});

/** A student whose seat is held, and who goes to and fro between the ways to pay. */
async function undecided(known?: Awaited<ReturnType<PayingSchool["person"]>>) {
  const student = known ?? (await school.person("student"));
  const cohort = await school.cohort({ priceMinor: 48_000, capacity: 5 });
  const { order } = await school.as(student)((ctx) =>
    enrolStudent(ctx, { cohortId: cohort.id, studentId: student.id }),
  );
  const { read } = school.database;
  const begin = (provider: ProviderName) => beginPayment({ actor: student }, { orderId: order.id, provider });
  const attempts = async () => {
    const own = eq(payments.orderId, order.id);
    const rows = await read.select().from(payments).where(own).orderBy(asc(payments.createdAt), asc(payments.id));
    return rows.map(({ provider, state }) => `${provider} ${state}`);
  };
  const now = async () => (await read.select().from(orders).where(eq(orders.id, order.id)))[0];
  const letters = () =>
    read.$count(outbox, and(eq(outbox.kind, "order_awaiting_transfer"), eq(outbox.recipient, student.email)));
  return { student, order, begin, attempts, now, letters };
}

describe("whoever changes how they pay", () => {
  test("from a transfer to a card has one live payment, and keeps the seat for as long", async () => {
    const { begin, attempts, now } = await undecided();
    await begin("bank");
    const until = (await now())?.expiresAt;
    await begin("stripe");
    expect(await attempts()).toEqual(["bank cancelled", "stripe pending"]);
    expect((await now())?.expiresAt).toEqual(until);
  });

  test("from a card to a transfer can no longer pay on the card's page", async () => {
    const { begin, attempts, letters } = await undecided();
    const card = await begin("stripe");
    expect(await letters()).toBe(0);
    await begin("bank");
    expect(await attempts()).toEqual(["stripe expired", "bank pending"]);
    expect(school.stripe.sessionOf(card.reference ?? "").status).toBe("expired");
    expect(await letters()).toBe(1);
  });

  test("to and fro does not keep the seat for longer each time", async () => {
    const { begin, attempts, now } = await undecided();
    await begin("bank");
    const until = (await now())?.expiresAt;
    for (let day = 0; day < 3; day += 1) {
      school.clock.forward(school.minutes(24 * 60));
      await begin("sandbox");
      await begin("bank");
    }
    expect((await now())?.expiresAt).toEqual(until);
    expect((await attempts()).filter((each) => / (pending|created)$/.test(each))).toEqual(["bank pending"]);
  });

  test("leaves no transfer to look for once another has paid, or the order is called off", async () => {
    const { begin, attempts } = await undecided();
    const first = await begin("bank");
    await begin("sandbox");
    await begin("bank");
    const finance = await school.person("finance");
    expect(await school.as(finance)((ctx) => confirmTransfer(ctx, first.id))).toBe("paid");
    expect((await attempts()).filter((each) => each.startsWith("bank"))).toEqual(["bank settled", "bank cancelled"]);

    const other = await undecided();
    await other.begin("bank");
    await school.as(other.student)((ctx) => cancelOrder(ctx, { orderId: other.order.id, why: "changed my mind" }));
    expect(await other.attempts()).toEqual(["bank cancelled"]);
  });

  test("holds no more seats for days than one person may", async () => {
    const { longHoldsMax } = await getSchoolSettings(school.database.read);
    const student = await school.person("student");
    for (let n = 0; n < longHoldsMax; n += 1) {
      const { begin } = await undecided(student);
      await begin("bank");
      await begin("sandbox");
    }
    const { begin } = await undecided(student);
    await expect(begin("bank")).rejects.toMatchObject({ code: "too_many_holds" });
  });

  test("is not asked a second time for what the card has paid meanwhile", async () => {
    const { begin, attempts, now, letters } = await undecided();
    const card = await begin("stripe");
    school.stripe.pay(card.reference ?? "");
    await expect(begin("bank")).rejects.toMatchObject({ code: "order_not_payable" });
    expect(await attempts()).toEqual(["stripe settled", "bank cancelled"]);
    expect([(await now())?.state, (await now())?.reviewReason, await letters()]).toEqual(["paid", null, 0]);
  });

  test("keeps what there was when the card's provider does not answer, and may try again", async () => {
    const { begin, attempts, letters } = await undecided();
    await begin("stripe");
    school.stripe.failNext("error", "error", "error");
    await expect(begin("bank")).rejects.toMatchObject({ code: "provider_unavailable" });
    expect([await attempts(), await letters()]).toEqual([["stripe pending", "bank expired"], 0]);
    await begin("bank");
    expect(await attempts()).toEqual(["stripe expired", "bank expired", "bank pending"]);
  });

  test("keeps the transfer when the card's page cannot be opened", async () => {
    const { begin, attempts } = await undecided();
    await begin("bank");
    school.stripe.failNext("error", "error", "error");
    await expect(begin("stripe")).rejects.toMatchObject({ code: "provider_unavailable" });
    expect(await attempts()).toEqual(["bank pending", "stripe created"]);
  });

  test("and had sent the transfer already can no longer pay by card once it has arrived", async () => {
    const { begin, attempts } = await undecided();
    const transfer = await begin("bank");
    const card = await begin("stripe");
    expect(await school.asSystem((ctx) => confirmTransfer(ctx, transfer.id))).toBe("paid");
    school.clock.forward(school.minutes(2));
    await closeOverduePayments();
    expect(await attempts()).toEqual(["bank settled", "stripe expired"]);
    expect(school.stripe.sessionOf(card.reference ?? "").status).toBe("expired");
  });

  test("and had sent the transfer already gets the seat by it, and what came twice is looked at", async () => {
    const { begin, now } = await undecided();
    const transfer = await begin("bank");
    const card = await begin("stripe");
    expect(await school.asSystem((ctx) => confirmTransfer(ctx, transfer.id))).toBe("paid");
    school.stripe.pay(card.reference ?? "");
    await syncPaymentById(card.id);
    expect(await now()).toMatchObject({ state: "paid", reviewReason: "paid_twice" });
  });

  test("leaves no page of before open to be paid, however often they change", async () => {
    const { begin, attempts } = await undecided();
    const cards = [];
    for (let turn = 0; turn < 2; turn += 1) {
      cards.push(await begin("stripe"));
      await begin("bank");
    }
    const last = await begin("stripe");
    expect(cards.map(({ reference }) => school.stripe.sessionOf(reference ?? "").status)).toEqual([
      "expired",
      "expired",
    ]);
    expect(school.stripe.sessionOf(last.reference ?? "").status).toBe("open");
    expect((await attempts()).filter((each) => each.endsWith("pending"))).toEqual(["stripe pending"]);
  });

  test("may do so also when the card's page has ended by itself", async () => {
    const { begin, attempts } = await undecided();
    await begin("bank");
    await begin("stripe");
    school.clock.forward(school.minutes(24 * 60));
    await begin("bank");
    expect(await attempts()).toEqual(["bank cancelled", "stripe expired", "bank pending"]);
  });

  test("may not while a slow payment settles, and the seat is paid by it when it arrives", async () => {
    const { begin, attempts, now, letters } = await undecided();
    const debit = await begin("stripe");
    school.stripe.payLater(debit.reference ?? "");
    await expect(begin("bank")).rejects.toMatchObject({ code: "wrong_state" });
    expect([await attempts(), await letters()]).toEqual([["stripe pending", "bank expired"], 0]);
    school.stripe.arrive(debit.reference ?? "");
    await syncPaymentById(debit.id);
    expect(await now()).toMatchObject({ state: "paid", reviewReason: null });
  });

  test("in two tabs at once has one live payment in the end, and no other page open", async () => {
    for (let turn = 0; turn < 6; turn += 1) {
      const { begin, attempts, order } = await undecided();
      await Promise.allSettled([begin("bank"), begin("stripe"), begin("sandbox")]);
      const live = (await attempts()).filter((each) => / (created|pending)$/.test(each));
      expect(live.length, live.join()).toBeLessThan(2);
      const own = and(eq(payments.orderId, order.id), eq(payments.provider, "stripe"));
      const [card] = await school.database.read.select().from(payments).where(own);
      const isOpen = card?.reference && school.stripe.sessionOf(card.reference).status === "open";
      expect(Boolean(isOpen)).toBe(live.includes("stripe pending"));
    }
  });
});

describe("whoever tries again after an answer was lost", () => {
  test("pays also when the course was renamed in between, which Stripe takes for another request", async () => {
    const { begin, attempts, order } = await undecided();
    school.stripe.failNext("lost", "lost", "lost");
    await expect(begin("stripe")).rejects.toMatchObject({ code: "provider_unavailable" });
    const { read } = school.database;
    const [line] = await read.select().from(orderLines).where(eq(orderLines.orderId, order.id));
    const [cohort] = await read
      .select()
      .from(cohorts)
      .where(eq(cohorts.id, line?.cohortId ?? ""));
    const renamed = eq(courses.id, cohort?.courseId ?? "");
    await school.database.write(async (tx) => void (await tx.update(courses).set({ title: "Renamed" }).where(renamed)));
    const payment = await begin("stripe");
    expect(payment).toMatchObject({ state: "pending", checkoutUrl: expect.any(String) });
    expect((await attempts()).filter((each) => each.endsWith("pending"))).toEqual(["stripe pending"]);
  });
});

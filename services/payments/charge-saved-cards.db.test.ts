import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { orderInstalments, outbox, payments, sandboxCheckouts, savedCards } from "#db/schema/index.ts";
import { cancelEnrolment } from "#domain/checkout/cancel-enrolment.ts";
import { enrolStudent } from "#domain/checkout/enrol-student.ts";
import { disableUser } from "#domain/checkout/disable-user.ts";
import { setPaymentPlan } from "#domain/courses/set-payment-plan.ts";
import { addMs, DAY_MS, MINUTE_MS } from "#domain/kernel/clock.ts";
import { getInstalmentFacts } from "#domain/mail/get-instalment-facts.ts";
import { listDueReminders } from "#domain/instalments/list-due-reminders.ts";
import { remindOfInstalment } from "#domain/instalments/remind-of-instalment.ts";
import { getReceipt } from "#domain/learning/get-receipt.ts";
import { getNextCharge } from "#domain/payments/get-next-charge.ts";
import { listSavedCards } from "#domain/payments/list-saved-cards.ts";
import { removeSavedCard } from "#domain/payments/remove-saved-card.ts";
import { TEST_CARDS } from "#providers/sandbox/cards.ts";
import { chargeCard } from "#providers/sandbox/charge.ts";
import { deliverDueEvents } from "#providers/sandbox/events.ts";
import { type Gateway, openGateway } from "#providers/sandbox/gateway.ts";
import { receiveWebhook } from "#app/webhooks/receive.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { openPayingSchool, type PayingSchool } from "#tests/support/paying-school.ts";
import { beginPayment } from "./begin-payment.ts";
import { chargeSavedCards, forgetCards } from "./charge-saved-cards.ts";
import { closeOverduePayments } from "./sync-payment.ts";

let school: PayingSchool;
let admin: Awaited<ReturnType<PayingSchool["person"]>>;
const START = new Date("2026-01-05T10:00:00Z");

beforeAll(async () => {
  school = await openPayingSchool({ "/webhooks/sandbox": (request) => receiveWebhook(request, "sandbox") });
  admin = await school.person("admin");
});
beforeEach(() => school.clock.set(START));
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.close();
});

type Later = "paid" | "declined" | "confirm";
const AT_STRIPE = { paid: "paid", declined: "card_declined", confirm: "authentication_required" } as const;
const AT_SANDBOX = { paid: "paid", declined: "declined_later", confirm: "confirm_later" } as const;

const forward = (ms: number) => school.clock.set(addMs(school.clock(), ms));

/** Somebody who has paid the first of three parts, and lets the school charge the card for the others unless `keepsCard` says no. */
async function onPlan(provider: "stripe" | "sandbox", { later = "paid" as Later, keepsCard = true } = {}) {
  const { id: cohortId } = await school.cohort({ priceMinor: 9_000, capacity: 5, endsAt: null });
  const plan = { deposit: { minor: 3_000 }, furtherParts: 2, monthsBetween: 1 };
  await school.as(admin)((ctx) => setPaymentPlan(ctx, { cohortId, plan }));
  const student = await school.person("student");
  const { order, enrolment } = await school.as(student)((ctx) =>
    enrolStudent(ctx, { cohortId, studentId: student.id }),
  );
  const begin = (pay: "plan" | "all" | { instalment: number }) =>
    beginPayment({ actor: student }, { orderId: order.id, provider, pay, keepsCard });
  const payment = await begin("plan");
  if (provider === "stripe") {
    school.stripe.pay(payment.reference ?? "");
    if (keepsCard) school.stripe.setLater(payment.reference ?? "", AT_STRIPE[later]);
    await school.comeBack({ payment });
  } else {
    const card = TEST_CARDS.find(({ outcome }) => outcome === AT_SANDBOX[later]);
    if (card) await chargeCard(openGateway(school.runtime) as Gateway, payment.reference ?? "", card);
  }
  const { read } = school.database;
  const parts = async () => {
    const all = await read.select().from(orderInstalments).where(eq(orderInstalments.orderId, order.id));
    return all
      .sort((a, b) => a.number - b.number)
      .map(({ state }) => state)
      .join(" ");
  };
  const attempts = async () => {
    const all = await read.select().from(payments).where(eq(payments.orderId, order.id));
    return all.filter(({ savedCardId }) => savedCardId !== null).map(({ state }) => state);
  };
  const mails = async () => {
    const kind = and(eq(outbox.kind, "payment_failed"), eq(outbox.recipient, student.email));
    return (await read.select().from(outbox).where(kind)).length;
  };
  const toDueDay = async (number: number) => {
    const own = and(eq(orderInstalments.orderId, order.id), eq(orderInstalments.number, number));
    const [part] = await read.select().from(orderInstalments).where(own);
    school.clock.set(addMs(part?.lateFrom ?? START, -DAY_MS / 2));
  };
  return { student, order, enrolment, payment, begin, parts, attempts, mails, toDueDay };
}

async function settleRest(provider: "stripe" | "sandbox", payment: Awaited<ReturnType<typeof beginPayment>>) {
  if (provider === "stripe") {
    school.stripe.pay(payment.reference ?? "");
    return school.comeBack({ payment });
  }
  const card = TEST_CARDS.find(({ outcome }) => outcome === "paid");
  if (card) await chargeCard(openGateway(school.runtime) as Gateway, payment.reference ?? "", card);
}

describe.each(["stripe", "sandbox"] as const)("a card that is kept at %s", (provider) => {
  test("is known to its holder, and charged for each part on its day and not before", async () => {
    const { student, order, parts, attempts, toDueDay } = await onPlan(provider);
    const cards = await listSavedCards(school.reading(student), student.id);
    expect(cards).toMatchObject([{ orderCode: order.code, brand: "visa", last4: expect.stringMatching(/^\d{4}$/) }]);
    await chargeSavedCards();
    await toDueDay(2);
    forward(-MINUTE_MS);
    await chargeSavedCards();
    expect(await parts()).toBe("paid due due");
    forward(MINUTE_MS);
    await chargeSavedCards();
    await chargeSavedCards();
    expect([await parts(), await attempts()]).toEqual(["paid paid due", ["settled"]]);
    await toDueDay(3);
    await Promise.all([chargeSavedCards(), chargeSavedCards()]);
    expect([await parts(), await attempts()]).toEqual(["paid paid paid", ["settled", "settled"]]);
  });

  test.each(["declined", "confirm"] as const)(
    "and is %s is asked once, and its holder gets a mail with the way to pay",
    async (later) => {
      const { parts, attempts, mails, toDueDay, begin } = await onPlan(provider, { later });
      await toDueDay(2);
      await chargeSavedCards();
      forward(10 * MINUTE_MS);
      await chargeSavedCards();
      expect([await parts(), await attempts(), await mails()]).toEqual(["paid due due", ["failed"], 1]);
      const byHand = await begin({ instalment: 2 });
      expect(byHand).toMatchObject({ state: "pending", amountMinor: 3_000, savedCardId: null });
      expect(byHand.checkoutUrl).not.toBeNull();
    },
  );

  test("is not kept without agreement, and nothing is charged", async () => {
    const { student, parts, toDueDay } = await onPlan(provider, { keepsCard: false });
    expect(await listSavedCards(school.reading(student), student.id)).toEqual([]);
    await toDueDay(3);
    await chargeSavedCards();
    expect(await parts()).toBe("paid due due");
  });

  test("is shown and kept no longer than its order asks for something: until it is cancelled, or all parts are paid", async () => {
    const [ended, whole, running] = [await onPlan(provider), await onPlan(provider), await onPlan(provider)];
    const shown = async ({ student }: typeof ended) =>
      (await listSavedCards(school.reading(student), student.id)).map(({ orderCode }) => orderCode);
    const kept = async ({ order }: typeof ended) => {
      const own = eq(savedCards.orderId, order.id);
      const rows = await school.database.read.select().from(savedCards).where(own);
      return rows.map(({ removedAt, forgottenAt, methodReference }) => [
        removedAt !== null && forgottenAt !== null,
        methodReference !== "",
      ]);
    };
    expect(await shown(ended)).toEqual([ended.order.code]);
    const owner = await school.person("owner");
    const { id: enrolmentId } = ended.enrolment;
    await school.as(owner)((ctx) => cancelEnrolment(ctx, { enrolmentId, why: "ill", refund: "now" }));
    const rest = await beginPayment({ actor: whole.student }, { orderId: whole.order.id, provider, pay: "all" });
    await settleRest(provider, rest);
    expect(await whole.parts()).toBe("paid paid paid");
    expect([await shown(ended), await shown(whole), await shown(running)]).toEqual([[], [], [running.order.code]]);
    await forgetCards();
    expect([await kept(ended), await kept(whole), await kept(running)]).toEqual([
      [[true, false]],
      [[true, false]],
      [[false, true]],
    ]);
  });

  test("is charged no more once it was taken back, by nobody but its holder, and the provider forgets it", async () => {
    const { student, parts, toDueDay } = await onPlan(provider);
    const [card] = await listSavedCards(school.reading(student), student.id);
    const remove = (as: Parameters<typeof school.as>[0]) =>
      school.as(as)((ctx) => removeSavedCard(ctx, { cardId: card?.id ?? "" }));
    await expect(remove(await school.person("student"))).rejects.toMatchObject({ code: "not_found" });
    await remove(student);
    await remove(student);
    await toDueDay(2);
    await chargeSavedCards();
    expect([await parts(), await listSavedCards(school.reading(student), student.id)]).toEqual(["paid due due", []]);
    expect(await forgetCards()).toBeGreaterThan(0);
    expect(await forgetCards()).toBe(0);
    const [row] = await school.database.read
      .select()
      .from(savedCards)
      .where(eq(savedCards.id, card?.id ?? ""));
    expect(row).toMatchObject({ customerReference: "", methodReference: "", forgottenAt: expect.any(Date) });
  });

  test("is charged no more once its account is disabled, or its place is over", async () => {
    const [disabled, left] = [await onPlan(provider), await onPlan(provider)];
    await school.as(admin)((ctx) => disableUser(ctx, { userId: disabled.student.id }));
    await school.database.write(async (tx) => {
      await tx
        .update(orderInstalments)
        .set({ state: "cancelled" })
        .where(and(eq(orderInstalments.orderId, left.order.id), eq(orderInstalments.state, "due")));
    });
    await disabled.toDueDay(2);
    await chargeSavedCards();
    expect([await disabled.attempts(), await left.attempts()]).toEqual([[], []]);
  });
});

describe("an answer that is lost", () => {
  test("after charging is found again, under the same key and after the key is forgotten, and charges nothing twice", async () => {
    const { parts, attempts, toDueDay, payment } = await onPlan("stripe");
    await toDueDay(2);
    // The list of earlier charges is answered; each answer to the charge itself gets lost.
    school.stripe.failAfter(1, "lost", "lost", "lost");
    await chargeSavedCards();
    expect([await parts(), await attempts()]).toEqual(["paid due due", ["pending"]]);
    school.stripe.forgetKeys();
    await chargeSavedCards();
    expect(await attempts()).toEqual(["pending"]);
    forward(3 * MINUTE_MS);
    await chargeSavedCards();
    expect([await parts(), await attempts()]).toEqual(["paid paid due", ["settled"]]);
    const customer = school.stripe.intentOf(payment.reference ?? "").customer;
    expect(school.stripe.intents().filter((each) => each.customer === customer)).toHaveLength(2);
  });

  test("before charging leads to one charge later", async () => {
    const { parts, toDueDay } = await onPlan("stripe");
    await toDueDay(2);
    school.stripe.failAfter(1, "error", "error", "error");
    await chargeSavedCards();
    expect(await parts()).toBe("paid due due");
    forward(3 * MINUTE_MS);
    await chargeSavedCards();
    expect(await parts()).toBe("paid paid due");
  });

  test("keeps whoever pays by themselves from paying a second time, until it is known what became of it", async () => {
    const { parts, toDueDay, begin } = await onPlan("stripe");
    await toDueDay(2);
    school.stripe.failAfter(1, "lost", "lost", "lost");
    await chargeSavedCards();
    await expect(begin({ instalment: 2 })).rejects.toMatchObject({ code: "wrong_state" });
    forward(3 * MINUTE_MS);
    await expect(begin({ instalment: 2 })).rejects.toMatchObject({ code: "order_not_payable" });
    expect(await parts()).toBe("paid paid due");
  });

  test("that was no charge lets go of the part after a day, and its holder pays by themselves", async () => {
    const { parts, attempts, toDueDay, begin } = await onPlan("stripe");
    await toDueDay(2);
    school.stripe.failAfter(1, "error", "error", "error");
    await chargeSavedCards();
    forward(DAY_MS + MINUTE_MS);
    await closeOverduePayments();
    expect([await parts(), await attempts()]).toEqual(["paid due due", ["cancelled"]]);
    expect((await begin({ instalment: 2 })).checkoutUrl).not.toBeNull();
  });

  test("of the sandbox is told by its message all the same", async () => {
    const { payment, attempts, parts, toDueDay } = await onPlan("sandbox");
    const gateway = openGateway(school.runtime) as Gateway;
    await school.database.write(async (tx) => {
      const own = eq(sandboxCheckouts.id, payment.reference ?? "");
      await tx.update(sandboxCheckouts).set({ cardLast4: "0127" }).where(own);
    });
    await toDueDay(2);
    await chargeSavedCards();
    expect(await attempts()).toEqual(["pending"]);
    forward(11_000);
    await deliverDueEvents(gateway);
    expect([await parts(), await attempts()]).toEqual(["paid paid due", ["settled"]]);
  });
});

describe("whoever has kept a card for the parts that follow", () => {
  const next = ({ student, order }: Awaited<ReturnType<typeof onPlan>>) =>
    getNextCharge(school.reading(student), { id: order.id, buyerId: student.id });
  const letters = async ({ id }: { id: string }) => {
    const { read } = school.database;
    const parts = await read.select().from(orderInstalments).where(eq(orderInstalments.orderId, id));
    const rows = await read.select().from(outbox).where(eq(outbox.kind, "payment_reminder"));
    return rows.filter(({ payload }) => parts.some((part) => part.id === payload.instalmentId));
  };
  const remind = async () => {
    for (const due of await listDueReminders(school.database.read, school.clock(), 100))
      await school.asSystem((ctx) => remindOfInstalment(ctx, due));
  };

  test("is told on the order what is charged when, and by mail in place of being asked to pay", async () => {
    const bought = await onPlan("sandbox");
    expect(await next(bought)).toMatchObject({ number: 2, amountMinor: 3_000, after: 1, card: { last4: "4242" } });
    await bought.toDueDay(2);
    forward(-3 * DAY_MS + MINUTE_MS);
    await remind();
    const [letter] = await letters(bought.order);
    const facts = await getInstalmentFacts(school.database.read, String(letter?.payload.instalmentId), "en");
    expect([letter?.payload.level, facts?.keptCard]).toEqual([-3, "4242"]);
    expect(
      await getNextCharge(school.reading(await school.person("student")), { ...bought.order, buyerId: "usr_x" }),
    ).toBe(undefined);
  });

  test("is not asked to pay, nor charged a fee, for what the school has yet to charge; then as anybody", async () => {
    const bought = await onPlan("sandbox");
    await bought.toDueDay(2);
    // The first late reminder would go three days after the day, at eight in the morning.
    forward(DAY_MS / 2 + 2 * DAY_MS + DAY_MS / 2);
    const { read } = school.database;
    const [part] = await read
      .select()
      .from(orderInstalments)
      .where(and(eq(orderInstalments.orderId, bought.order.id), eq(orderInstalments.number, 2)));
    const due = await listDueReminders(read, school.clock(), 100);
    expect(due.filter(({ orderId }) => orderId === bought.order.id)).toEqual([]);
    const late = { instalmentId: part?.id ?? "", level: 1 };
    expect(await school.asSystem((ctx) => remindOfInstalment(ctx, late))).toBe(false);
    await remind();
    expect((await letters(bought.order)).filter(({ payload }) => Number(payload.level) > 0)).toEqual([]);
    forward(3 * DAY_MS);
    await remind();
    expect((await letters(bought.order)).filter(({ payload }) => Number(payload.level) > 0)).toHaveLength(1);
  });

  test("reads of no further charge once the place is left, and of the next part once one was declined", async () => {
    const [left, declined] = [await onPlan("sandbox"), await onPlan("sandbox", { later: "declined" })];
    await school.database.write((tx) =>
      tx
        .update(orderInstalments)
        .set({ state: "cancelled" })
        .where(and(eq(orderInstalments.orderId, left.order.id), eq(orderInstalments.state, "due"))),
    );
    await declined.toDueDay(2);
    await chargeSavedCards();
    expect([await next(left), (await next(declined))?.number]).toEqual([undefined, 3]);
    const receipt = await getReceipt(school.reading(declined.student), declined.order.code);
    expect(receipt?.failed).toMatchObject({ isKeptCard: true, amountMinor: 3_000, provider: "sandbox" });
    await declined.begin({ instalment: 2 });
    expect((await getReceipt(school.reading(declined.student), declined.order.code))?.failed).toBe(undefined);
  });
});

test("a message about the charge before its answer is written settles it once", async () => {
  const { parts, toDueDay, payment } = await onPlan("stripe");
  await toDueDay(2);
  school.stripe.failAfter(1, "lost", "lost", "lost");
  await chargeSavedCards();
  const customer = school.stripe.intentOf(payment.reference ?? "").customer;
  const charge = school.stripe.intents().find((each) => each.customer === customer && each.metadata.charged_by);
  expect(await school.tellFromStripe(school.stripe.event("payment_intent.succeeded", charge as never))).toBe("settled");
  forward(3 * MINUTE_MS);
  await chargeSavedCards();
  expect(await parts()).toBe("paid paid due");
});

import { and, eq, inArray } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  attendance,
  bankAccounts,
  bankFiles,
  bankLines,
  bankMatches,
  enrolments,
  grants,
  holds,
  meetings,
  orders,
  outbox,
  payments,
} from "#db/schema/index.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { openInvoicingSchool } from "#tests/support/invoicing-school.ts";
import { cancelOrder } from "../checkout/cancel-order.ts";
import { expireOrder } from "../checkout/expire-order.ts";
import { requestPaymentAgain } from "../checkout/request-payment-again.ts";
import { setPaymentPlan } from "../courses/set-payment-plan.ts";
import { recordDispute } from "../disputes/record-dispute.ts";
import { createSystemActor } from "../kernel/actor.ts";
import { createId } from "../kernel/ids.ts";
import { loadInstalments } from "../instalments/load-instalments.ts";
import { getOrderFunds, listBalances } from "../ledger/list-balances.ts";
import { reconcileCounters } from "../maintenance/reconcile-counters.ts";
import { getOrder } from "../orders/get-order.ts";
import { listPayouts } from "../payouts/list-payouts.ts";
import { getReceipt } from "../learning/get-receipt.ts";
import { startPayment } from "../payments/start-payment.ts";
import { requestRefund } from "../refunds/request-refund.ts";
import { matchBankLine } from "./match-bank-line.ts";
import { undoBankLine } from "./undo-bank-line.ts";

let school: Awaited<ReturnType<typeof openInvoicingSchool>>;
let finance: Awaited<ReturnType<typeof school.person>>;
const of = { accountId: createId("bankAccount"), fileId: createId("bankFile") };
beforeAll(async () => {
  school = await openInvoicingSchool({ paymentProviders: ["sandbox", "bank"] });
  finance = await school.person("finance");
  const createdAt = school.clock();
  await school.database.write(async (tx) => {
    await tx.insert(bankAccounts).values({ id: of.accountId, iban: "CH5604835012345678009", createdAt });
    const file = { id: of.fileId, hash: "1", name: "a.xml", format: "camt053" as const, findings: [] };
    await tx.insert(bankFiles).values({ ...file, lineCount: 1, newCount: 1, createdAt });
  });
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  expect(await findDifferences()).toEqual([]);
  await school.drop();
});

const PRICE = 48_000;

/** What the nightly count finds. */
async function findDifferences() {
  const found: unknown[] = [];
  for await (const each of reconcileCounters(school.reading(createSystemActor("test")))) found.push(...each);
  return found;
}

/** Money on the school's account that belongs to nobody yet. */
async function addLine(minor = PRICE): Promise<string> {
  const id = createId("bankLine");
  await school.database.write((tx) =>
    tx.insert(bankLines).values({
      ...{ ...of, id, key: id, source: "camt053", fileLine: 1, state: "waiting", createdAt: school.clock() },
      ...{ bookedOn: "2026-01-07", amountMinor: minor, amountText: (minor / 100).toFixed(2), currency: "CHF" },
    }),
  );
  return id;
}

const match = (lineId: string, typed: string) => school.as(finance)((ctx) => matchBankLine(ctx, { lineId, typed }));
const undo = (lineId: string) => school.as(finance)((ctx) => undoBankLine(ctx, { lineId }));
const revenue = async () =>
  (await listBalances(school.database.read)).find(({ account }) => account === "revenue")?.totalMinor ?? 0;

/** Everything about an order that an undone match must put back. */
async function stand({ id, code, buyerId }: { id: string; code: string; buyerId: string }) {
  const { read } = school.database;
  const [order] = await read.select().from(orders).where(eq(orders.id, id));
  const [place] = await read.select().from(enrolments).where(eq(enrolments.studentId, buyerId));
  const open = await read.select().from(grants).where(eq(grants.studentId, buyerId));
  const kept = await read
    .select()
    .from(holds)
    .where(and(eq(holds.cohortId, place?.cohortId ?? ""), eq(holds.state, "held")));
  const view = await getOrder(school.reading(finance), code);
  return {
    order: order?.state,
    paidAt: order?.paidAt ?? null,
    reviewReason: order?.reviewReason ?? null,
    place: place?.state,
    hasAccess: open.some(({ revokedAt }) => revokedAt === null),
    held: kept.length,
    invoices: (await school.listIssued({ id })).map(({ kind, state }) => `${kind} ${state}`),
    fundsMinor: await getOrderFunds(read, { id, currency: "CHF" }),
    balance: view?.balance.kind,
  };
}

/** What the buyer's own page says of money. */
async function getShownPayments(buyer: Parameters<typeof school.reading>[0], code: string) {
  const receipt = await getReceipt(school.reading(buyer), code);
  return receipt?.payments.map(({ state, refunds }) => [state, refunds.length]);
}

/** What finance's list of money that goes back by transfer says of an order. */
const listSent = async ({ code }: { code: string }) =>
  (await listPayouts(school.reading(finance), { q: code }, { sort: "created", direction: "desc", page: 1 })).items;

const mailsOf = async (kind: string, dedupe: string) =>
  (await school.database.read.select().from(outbox).where(eq(outbox.kind, kind))).filter(
    ({ payload, dedupeKey }) => JSON.stringify(payload).includes(dedupe) || dedupeKey.includes(dedupe),
  ).length;

async function matched(line: Parameters<typeof school.ordered>[1] = {}) {
  const bought = await school.ordered(PRICE, line);
  const lineId = await addLine();
  await match(lineId, bought.order.code);
  return { ...bought, lineId };
}

const WAITS = { order: "awaiting_payment", paidAt: null, reviewReason: null, place: "pending", hasAccess: false };
const PAID = { order: "paid", reviewReason: null, place: "active", hasAccess: true, fundsMinor: 0, balance: "paid" };

describe("a match that is undone", () => {
  test("puts the order back where it was: due until a new day, its place held, its invoice open, nothing earned", async () => {
    const before = await revenue();
    const { order, lineId, student } = await matched();
    expect(await stand(order)).toMatchObject(PAID);
    expect(await getShownPayments(student, order.code)).toEqual([["settled", 0]]);
    school.clock.forward(school.minutes(60 * 24 * 20));
    await undo(lineId);
    expect(await stand(order)).toEqual({
      ...{ ...WAITS, held: 1, invoices: ["invoice open"], fundsMinor: 0, balance: "unpaid" },
    });
    expect(await revenue()).toBe(before);
    expect(await getShownPayments(student, order.code)).toEqual([]);
    expect(await listSent(order)).toEqual([]);
    const [now] = await school.database.read.select().from(orders).where(eq(orders.id, order.id));
    expect(now?.expiresAt).toEqual(new Date(school.clock().getTime() + 7 * 86_400_000));
    const awaited = await school.database.read
      .select({ provider: payments.provider, amountMinor: payments.amountMinor })
      .from(payments)
      .where(and(eq(payments.orderId, order.id), inArray(payments.state, ["created"])));
    expect(awaited).toContainEqual({ provider: "bank", amountMinor: PRICE });
  });

  test("tells the buyer, who was told that the place is theirs, and tells them again once it is paid", async () => {
    const { order, lineId } = await matched();
    const [place] = await school.database.read.select().from(enrolments).where(eq(enrolments.studentId, order.buyerId));
    const confirmations = () => mailsOf("enrolment_confirmed", place?.id ?? "");
    expect(await confirmations()).toBe(1);
    const told = () => school.database.read.select().from(outbox).where(eq(outbox.kind, "payment_undone"));
    const before = (await told()).length;
    await undo(lineId);
    expect((await told()).length).toBe(before + 1);
    school.clock.forward(1000);
    await match(await addLine(), order.code);
    expect(await stand(order)).toMatchObject({ ...PAID, held: 0, invoices: ["invoice paid"] });
    expect(await confirmations()).toBe(2);
  });

  test("lets the same line pay the same order once more, and any number of times", async () => {
    const before = await revenue();
    const { order, lineId } = await matched();
    for (let n = 0; n < 3; n++) {
      await undo(lineId);
      expect(await stand(order)).toMatchObject(WAITS);
      await match(lineId, order.code);
      expect(await stand(order)).toMatchObject(PAID);
    }
    expect(await revenue()).toBe(before - PRICE);
  });

  test("pays the right order then, and the wrong one gives its seat back when its new day is over", async () => {
    const wrong = await matched();
    const right = await school.ordered(PRICE);
    await undo(wrong.lineId);
    await match(wrong.lineId, right.order.code);
    expect(await stand(right.order)).toMatchObject(PAID);
    school.clock.forward(school.minutes(60 * 24 * 8));
    expect(await school.asSystem((ctx) => expireOrder(ctx, wrong.order.id))).toBe(true);
    expect(await stand(wrong.order)).toMatchObject({
      ...{ order: "expired", place: "cancelled", held: 0, fundsMinor: 0 },
      invoices: ["invoice cancelled", "cancellation issued"],
    });
  });

  test("leaves the other part of the price where it is, and asks for what is missing", async () => {
    const { order } = await school.ordered(PRICE);
    const first = await addLine(30_000);
    const second = await addLine(18_000);
    await match(first, `${order.code} 300.00`);
    await match(second, `${order.code} 180.00`);
    expect(await stand(order)).toMatchObject(PAID);
    await undo(second);
    expect(await stand(order)).toMatchObject({ ...WAITS, reviewReason: "underpaid", fundsMinor: 30_000 });
    await match(await addLine(18_000), `${order.code} 180.00`);
    expect(await stand(order)).toMatchObject(PAID);
  });

  test("pays the order when its part is matched again after the rest has come", async () => {
    const bought = await school.ordered(PRICE);
    const lineId = await addLine(20_000);
    await match(lineId, bought.order.code);
    await undo(lineId);
    await match(await addLine(PRICE - 20_000), bought.order.code);
    await match(lineId, bought.order.code);
    expect(await stand(bought.order)).toMatchObject({ order: "paid", fundsMinor: 0 });
  });

  test("takes away what was too much, and leaves the paid order as it is", async () => {
    const { order } = await matched();
    const twice = await addLine();
    await match(twice, order.code);
    expect(await stand(order)).toMatchObject({ reviewReason: "paid_twice", fundsMinor: PRICE });
    await undo(twice);
    expect(await stand(order)).toMatchObject({ ...PAID, invoices: ["invoice paid"] });
  });

  test("makes its instalment due again, with a new day where its own is over", async () => {
    const bought = await school.ordered(PRICE);
    const admin = await school.person("admin");
    const plan = { deposit: { percent: 50 }, furtherParts: 1, monthsBetween: 1 };
    await school.as(admin)((ctx) => setPaymentPlan(ctx, { cohortId: bought.cohortId, plan }));
    const begin = (pay: "plan" | { instalment: number }) =>
      school.as(bought.student)((ctx) => startPayment(ctx, { orderId: bought.order.id, provider: "bank", pay }));
    await begin("plan");
    const [first, second] = [await addLine(24_000), await addLine(24_000)];
    await match(first, `${bought.order.code} 240.00`);
    await begin({ instalment: 2 });
    await match(second, `${bought.order.code} 240.00`);
    const parts = async () =>
      (await loadInstalments(school.database.read, bought.order.id)).map(({ state, dueOn }) => `${state} ${dueOn}`);
    const [, before] = await parts();
    expect(before).toMatch(/^paid/);
    expect(await stand(bought.order)).toMatchObject({ ...PAID, invoices: ["invoice paid"] });
    school.clock.forward(school.minutes(60 * 24 * 60));
    await undo(second);
    const today = school.clock().getTime();
    const newDay = new Date(today + 7 * 86_400_000).toISOString().slice(0, 10);
    expect((await parts())[1]).toBe(`due ${newDay}`);
    expect(await stand(bought.order)).toMatchObject({ order: "paid", place: "active", invoices: ["invoice open"] });
    await match(second, `${bought.order.code} 240.00`);
    expect(await stand(bought.order)).toMatchObject({ ...PAID, invoices: ["invoice paid"] });
    // The first of them holds the place: without it the order waits.
    await undo(first);
    expect(await stand(bought.order)).toMatchObject({ order: "paid", place: "active" });
    await undo(second);
    expect((await parts()).every((part) => part.startsWith("due"))).toBe(true);
  });

  test("calls a person where the buyer's bank has taken other money of the order, which may come back", async () => {
    const bought = await matched();
    const twice = await addLine();
    await match(twice, bought.order.code);
    const { read } = school.database;
    const [taken] = await read.select().from(bankMatches).where(eq(bankMatches.lineId, twice));
    const [second] = await read
      .select()
      .from(payments)
      .where(eq(payments.id, taken?.paymentId ?? ""));
    if (!second) throw new Error("no second payment");
    const dispute = {
      ...{ reference: "dp_1", state: "open" as const, amount: { minor: PRICE, currency: "CHF" }, reason: "fraudulent" },
      ...{ respondBy: null, isWithdrawn: true, isReinstated: false },
    };
    await school.asSystem((ctx) => recordDispute(ctx, { payment: second, dispute }));
    await undo(bought.lineId);
    expect(await stand(bought.order)).toMatchObject({ order: "paid", place: "active", hasAccess: true });
  });

  test("keeps the instalments paid that other money of the order covers, and asks for the rest", async () => {
    const bought = await school.ordered(PRICE);
    const admin = await school.person("admin");
    const plan = { deposit: { percent: 50 }, furtherParts: 1, monthsBetween: 1 };
    await school.as(admin)((ctx) => setPaymentPlan(ctx, { cohortId: bought.cohortId, plan }));
    await school.as(bought.student)((ctx) =>
      startPayment(ctx, { orderId: bought.order.id, provider: "bank", pay: "plan" }),
    );
    const [whole, deposit] = [await addLine(PRICE), await addLine(24_000)];
    await match(whole, bought.order.code);
    await match(deposit, `${bought.order.code} 240.00`);
    expect(await stand(bought.order)).toMatchObject({ reviewReason: "paid_twice", fundsMinor: 24_000 });
    await undo(whole);
    const parts = await loadInstalments(school.database.read, bought.order.id);
    expect(parts.map(({ state }) => state)).toEqual(["paid", "due"]);
    expect(parts[0]?.paymentId).not.toBeNull();
    expect(await stand(bought.order)).toMatchObject({
      ...{ order: "paid", reviewReason: null, place: "active", fundsMinor: 0, invoices: ["invoice open"] },
    });
    // The deposit's own line is undone, too: now nothing is here.
    await undo(deposit);
    expect((await loadInstalments(school.database.read, bought.order.id)).every(({ state }) => state === "due")).toBe(
      true,
    );
  });
});

describe("a match that is undone after its place was used", () => {
  async function used() {
    const bought = await matched();
    const [place] = await school.database.read
      .select()
      .from(enrolments)
      .where(eq(enrolments.studentId, bought.order.buyerId));
    const meetingId = createId("meeting");
    await school.database.write(async (tx) => {
      const startsAt = school.clock();
      await tx.insert(meetings).values({
        id: meetingId,
        cohortId: bought.cohortId,
        startsAt,
        endsAt: new Date(startsAt.getTime() + 3_600_000),
      });
      await tx.insert(attendance).values({
        ...{ id: createId("attendance"), meetingId, enrolmentId: place?.id ?? "", state: "present" },
        ...{ markedAt: school.clock(), markedBy: finance.id, via: "teacher" },
      });
    });
    return bought;
  }

  test("calls a person, who asks for the money again: it is due, and the place stays", async () => {
    const before = await revenue();
    const { order, lineId } = await used();
    await undo(lineId);
    expect(await stand(order)).toMatchObject({
      ...{ order: "paid", reviewReason: "refunded_outside", place: "active", hasAccess: true, fundsMinor: 0 },
      invoices: ["invoice open"],
    });
    expect(await revenue()).toBe(before);
    await school.as(finance)((ctx) => requestPaymentAgain(ctx, { orderId: order.id }));
    const again = school.as(finance)((ctx) => requestPaymentAgain(ctx, { orderId: order.id }));
    await expect(again).rejects.toMatchObject({ code: "wrong_state" });
    const due = await loadInstalments(school.database.read, order.id);
    expect(due.map(({ state, amountMinor }) => [state, amountMinor])).toEqual([["due", PRICE]]);
    expect(await stand(order)).toMatchObject({ reviewReason: null, place: "active" });
    await match(lineId, order.code);
    expect(await stand(order)).toMatchObject({ ...PAID, invoices: ["invoice paid"] });
    expect(await revenue()).toBe(before - PRICE);
  });

  test("and matched again is as it was", async () => {
    const { order, lineId, student } = await used();
    await undo(lineId);
    await match(lineId, order.code);
    expect(await stand(order)).toMatchObject({ ...PAID, invoices: ["invoice paid"] });
    expect(await getShownPayments(student, order.code)).toEqual([["settled", 0]]);
    expect(await listSent(order)).toEqual([]);
  });

  test("and matched again after it was paid another way calls a person: the money is too much", async () => {
    const { order, lineId } = await used();
    await undo(lineId);
    await match(await addLine(), order.code);
    // Whatever called somebody last.
    const set = { reviewReason: "refunded_outside" as const };
    await school.database.write((tx) => tx.update(orders).set(set).where(eq(orders.id, order.id)));
    await match(lineId, order.code);
    expect(await stand(order)).toMatchObject({ order: "paid", reviewReason: "paid_twice", fundsMinor: PRICE });
  });
});

describe("at the same moment", () => {
  const settle = async (...tasks: Promise<unknown>[]) =>
    (await Promise.allSettled(tasks)).map(({ status }) => status).sort();

  test("two who undo take the money out once", async () => {
    const { order, lineId } = await matched();
    expect(await settle(undo(lineId), undo(lineId))).toEqual(["fulfilled", "rejected"]);
    expect(await stand(order)).toMatchObject({ ...WAITS, fundsMinor: 0 });
  });

  test("undoing and refunding never take the same money twice", async () => {
    const { order, lineId } = await matched();
    const [paid] = await school.database.read
      .select()
      .from(payments)
      .where(and(eq(payments.orderId, order.id), eq(payments.state, "settled")));
    const refund = school.as(finance)((ctx) =>
      requestRefund(ctx, { paymentId: paid?.id ?? "", amountMinor: PRICE, reason: "moved away" }),
    );
    expect(await settle(undo(lineId), refund)).toEqual(["fulfilled", "rejected"]);
  });

  test("undoing and cancelling leave nothing that is paid", async () => {
    const { order, lineId } = await matched();
    await settle(
      undo(lineId),
      school.as(finance)((ctx) => cancelOrder(ctx, { orderId: order.id, why: "moved away" })),
    );
    expect(["awaiting_payment", "cancelled"]).toContain((await stand(order)).order);
    expect((await stand(order)).fundsMinor).toBe(0);
  });

  test("undoing and matching anew end with the money in one order", async () => {
    const { order, lineId } = await matched();
    const other = await school.ordered(PRICE);
    await settle(undo(lineId), match(lineId, other.order.code));
    const states = [(await stand(order)).order, (await stand(other.order)).order];
    expect(states.filter((state) => state === "paid").length).toBeLessThanOrEqual(1);
    expect((await school.database.read.select().from(bankLines).where(eq(bankLines.id, lineId)))[0]?.state).toBe(
      states.includes("paid") ? "matched" : "waiting",
    );
  });
});

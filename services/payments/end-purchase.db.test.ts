import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { claimLinks, enrolments, orders, outbox, payments, refunds } from "#db/schema/index.ts";
import { beginPayment } from "#services/payments/begin-payment.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { openPayingSchool, type PayingSchool } from "#tests/support/paying-school.ts";
import { addMs, DAY_MS } from "#domain/kernel/clock.ts";
import { getOrderBalance } from "#domain/orders/get-order-balance.ts";
import { recordRefund } from "#domain/refunds/record-refund.ts";
import { recordTransfer } from "#domain/checkout/record-transfer.ts";
import { confirmTransfer } from "#domain/checkout/confirm-transfer.ts";
import { type EndPurchaseInput, endPurchase } from "#domain/checkout/end-purchase.ts";
import { enrolOthers } from "#domain/checkout/enrol-others.ts";
import { enrolStudent } from "#domain/checkout/enrol-student.ts";
import { getEnding } from "#domain/checkout/get-ending.ts";

let school: PayingSchool;
let admin: Awaited<ReturnType<PayingSchool["person"]>>;
beforeAll(async () => {
  school = await openPayingSchool({});
  admin = await school.person("admin");
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.close();
});

const inDays = (days: number) => addMs(school.clock(), days * DAY_MS);
const FEE = { cancelDays: 7, cancelPercent: 50, cancelFeeMinor: 2_000 };

async function paid({ terms }: { terms?: typeof FEE } = {}) {
  const cohort = await school.cohort({ priceMinor: 48_000, capacity: 9, startsAt: inDays(30), ...terms });
  const student = await school.person("student");
  const { order, enrolment } = await school.as(student)((ctx) =>
    enrolStudent(ctx, { cohortId: cohort.id, studentId: student.id }),
  );
  await pay(order.id, student);
  return { student, order, enrolmentId: enrolment.id };
}

async function pay(orderId: string, buyer: Awaited<ReturnType<PayingSchool["person"]>>) {
  const payment = await beginPayment({ actor: buyer }, { orderId, provider: "bank" });
  await school.asSystem((ctx) => confirmTransfer(ctx, payment.id));
}

async function preview(orderId: string) {
  const ending = await getEnding(school.reading(admin), { orderId });
  if (!ending) throw new Error("there is no such order");
  return ending;
}

const end = (input: EndPurchaseInput, by = admin) => school.as(by)((ctx) => endPurchase(ctx, input));
const whole = async (orderId: string, refund: "now" | "review" = "now") => ({
  ...{ orderId, why: "ill", refund },
  lines: (await preview(orderId)).lines.map(({ id, returnedMinor }) => ({
    ...{ lineId: id, access: "ends" as const, amountMinor: returnedMinor },
  })),
});
const orderOf = async (id: string) => (await school.database.read.select().from(orders).where(eq(orders.id, id)))[0];
const placeOf = async (id: string) =>
  (await school.database.read.select().from(enrolments).where(eq(enrolments.id, id)))[0];
const askedOf = async (orderId: string) =>
  (
    await school.database.read
      .select({ minor: refunds.amountMinor })
      .from(refunds)
      .innerJoin(payments, eq(payments.id, refunds.paymentId))
      .where(eq(payments.orderId, orderId))
  ).map(({ minor }) => minor);

describe("what ending a paid place is said to give back", () => {
  test("is what the terms kept with the order say, with the fee, and by which way", async () => {
    const { order, enrolmentId } = await paid({ terms: FEE });
    const ending = await getEnding(school.reading(admin), { enrolmentId });
    expect(ending).toMatchObject({
      ...{ order: { id: order.id }, currency: "CHF", renewedMinor: 0 },
      ways: [{ provider: "bank", leftMinor: 48_000 }],
      lines: [
        {
          ...{ canEnd: true, paidMinor: 48_000, returnedMinor: 22_000, keptMinor: 26_000 },
          rule: { kind: "terms", percent: 50, feeMinor: 2_000 },
        },
      ],
    });
  });

  test("is everything where no terms were kept, and nothing once their day has passed", async () => {
    const { order } = await paid();
    expect((await preview(order.id)).lines).toMatchObject([{ rule: { kind: "none" }, returnedMinor: 48_000 }]);
    const late = await paid({ terms: { ...FEE, cancelDays: 40 } });
    expect((await preview(late.order.id)).lines).toMatchObject([{ rule: { kind: "late" }, returnedMinor: 0 }]);
  });

  test("counts what was given back already, whether it has gone or is on its way", async () => {
    const { order } = await paid({ terms: FEE });
    const [line] = (await preview(order.id)).lines;
    const stays = { lineId: line?.id ?? "", access: "stays" as const };
    const give = (amountMinor: number) =>
      end({ orderId: order.id, why: "ill", refund: "now", lines: [{ ...stays, amountMinor }] });
    const [first] = await give(10_000);
    expect((await preview(order.id)).lines).toMatchObject([{ paidMinor: 38_000, returnedMinor: 12_000 }]);
    await give(12_000);
    const all = { paidMinor: 26_000, returnedMinor: 0, keptMinor: 26_000, rule: { kind: "terms" } };
    expect((await preview(order.id)).lines).toMatchObject([all]);
    const view = { state: "done" as const, reference: "re_counted" };
    await school.asSystem((ctx) => recordRefund(ctx, { refundId: first?.id ?? "", view }));
    expect((await preview(order.id)).lines).toMatchObject([all]);
  });

  test("is all of what was paid too much, of which no terms take a share", async () => {
    const tooMuch = (orderId: string) =>
      school.asSystem((ctx) =>
        recordTransfer(ctx, { orderId, amountMinor: 20_000, currency: "CHF", key: `bank-${orderId}` }),
      );
    const { order } = await paid({ terms: FEE });
    await tooMuch(order.id);
    const split = { paidMinor: 68_000, overpaidMinor: 20_000, returnedMinor: 42_000, keptMinor: 26_000 };
    expect((await preview(order.id)).lines).toMatchObject([split]);
    await end(await whole(order.id));
    expect(await orderOf(order.id)).toMatchObject({ state: "cancelled", keptMinor: 26_000 });
    expect((await askedOf(order.id)).reduce((sum, minor) => sum + minor, 0)).toBe(42_000);
    const late = await paid({ terms: { ...FEE, cancelDays: 40 } });
    await tooMuch(late.order.id);
    expect((await preview(late.order.id)).lines).toMatchObject([{ rule: { kind: "late" }, returnedMinor: 20_000 }]);
  });

  test("is shown to nobody outside the office", async () => {
    const { order, student } = await paid();
    expect(await getEnding(school.reading(student), { orderId: order.id })).toBeUndefined();
  });
});

describe("ending a paid place", () => {
  test("gives back what was said, keeps the rest, frees the seat and tells the student once", async () => {
    const { order, enrolmentId, student } = await paid({ terms: FEE });
    await end(await whole(order.id));
    expect(await orderOf(order.id)).toMatchObject({ state: "cancelled", keptMinor: 26_000 });
    expect(await placeOf(enrolmentId)).toMatchObject({ state: "cancelled" });
    expect(await askedOf(order.id)).toEqual([22_000]);
    const told = and(eq(outbox.recipient, student.email), eq(outbox.kind, "enrolment_cancelled"));
    expect(await school.database.read.$count(outbox, told)).toBe(1);
  });

  test("may give back more or less than the terms say, also nothing", async () => {
    const generous = await paid({ terms: FEE });
    const wanted = await whole(generous.order.id);
    await end({ ...wanted, lines: wanted.lines.map((line) => ({ ...line, amountMinor: 30_001 })) });
    expect(await askedOf(generous.order.id)).toEqual([30_001]);
    const strict = await paid();
    const none = await whole(strict.order.id);
    await end({ ...none, lines: none.lines.map((line) => ({ ...line, amountMinor: 0 })) });
    expect(await askedOf(strict.order.id)).toEqual([]);
    expect(await orderOf(strict.order.id)).toMatchObject({ state: "cancelled", keptMinor: 48_000, reviewReason: null });
  });

  test("left for review, calls a person, who then finds the same amount prepared", async () => {
    const { order } = await paid({ terms: FEE });
    await end(await whole(order.id, "review"));
    expect(await orderOf(order.id)).toMatchObject({ state: "cancelled", reviewReason: "refund_due" });
    const { lines } = await preview(order.id);
    expect(lines).toMatchObject([{ canEnd: false, rule: { kind: "owed" }, returnedMinor: 22_000 }]);
    const send = lines.map(({ id, returnedMinor }) => ({
      ...{ lineId: id, access: "stays" as const, amountMinor: returnedMinor },
    }));
    await end({ orderId: order.id, lines: send, why: "as agreed", refund: "now" });
    expect(await askedOf(order.id)).toEqual([22_000]);
    expect(await orderOf(order.id)).toMatchObject({ reviewReason: null });
  });

  test("counts what is on its way already: all parts together give back exactly what was paid", async () => {
    const { order, enrolmentId } = await paid();
    const [{ id: lineId } = { id: "" }] = (await preview(order.id)).lines;
    const goodwill = { lineId, access: "stays" as const, amountMinor: 10_000 };
    await end({ orderId: order.id, lines: [goodwill], why: "a cold room", refund: "now" });
    expect(await placeOf(enrolmentId)).toMatchObject({ state: "active" });
    expect((await preview(order.id)).lines).toMatchObject([{ paidMinor: 38_000, returnedMinor: 38_000 }]);
    const more = { ...goodwill, amountMinor: 38_001 };
    await expect(end({ orderId: order.id, lines: [more], why: "more", refund: "now" })).rejects.toMatchObject({
      code: "refund_too_large",
      detail: { fields: { [`amount-${lineId}`]: expect.anything() } },
    });
    await end(await whole(order.id));
    expect((await askedOf(order.id)).sort()).toEqual([10_000, 38_000]);
    expect(await orderOf(order.id)).toMatchObject({ state: "cancelled", keptMinor: 0, reviewReason: null });
  });

  test("is refused twice, for nothing, below zero, and for a line of another order", async () => {
    const [one, other] = [await paid(), await paid()];
    const wanted = await whole(one.order.id);
    const [line] = wanted.lines;
    if (!line) throw new Error("there is no line");
    const refused = (lines: EndPurchaseInput["lines"]) => expect(end({ ...wanted, lines })).rejects;
    await refused([]).toMatchObject({ code: "invalid_input" });
    await refused([{ ...line, amountMinor: -1 }]).toMatchObject({ code: "invalid_input" });
    await refused([{ ...line, amountMinor: 0.5 }]).toMatchObject({ code: "invalid_input" });
    await refused([{ ...line, access: "stays", amountMinor: 0 }]).toMatchObject({ code: "invalid_input" });
    await refused([line, line]).toMatchObject({ code: "not_found" });
    await refused((await whole(other.order.id)).lines).toMatchObject({ code: "not_found" });
    await end(wanted);
    await refused([line]).toMatchObject({ code: "wrong_state" });
    expect(await askedOf(one.order.id)).toEqual([48_000]);
  });

  test("sent twice, or by two people at once, gives back once what both have seen", async () => {
    const { order } = await paid();
    const [{ id: lineId, paidMinor: seenMinor } = { id: "", paidMinor: 0 }] = (await preview(order.id)).lines;
    const goodwill = { lineId, access: "stays" as const, amountMinor: 10_000, seenMinor };
    const input = { orderId: order.id, lines: [goodwill], why: "a cold room", refund: "now" as const };
    const tries = await Promise.allSettled([end(input), end(input), end(input)]);
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await expect(end(input)).rejects.toMatchObject({ code: "amount_mismatch" });
    expect(await askedOf(order.id)).toEqual([10_000]);
  });

  test("leaves the fee that was kept to be given back later, and the order is then even", async () => {
    const { order } = await paid({ terms: FEE });
    await end(await whole(order.id));
    for (const { id } of await school.database.read.select().from(refunds)) {
      const view = { state: "done", reference: id } as const;
      await school.asSystem((ctx) => recordRefund(ctx, { refundId: id, view }));
    }
    const { lines } = await preview(order.id);
    expect(lines).toMatchObject([{ paidMinor: 26_000, returnedMinor: 0, canEnd: false }]);
    const fee = lines.map(({ id }) => ({ lineId: id, access: "stays" as const, amountMinor: 26_000 }));
    await end({ orderId: order.id, lines: fee, why: "the mail was late", refund: "now" });
    for (const { id } of await school.database.read.select().from(refunds)) {
      const view = { state: "done", reference: id } as const;
      await school.asSystem((ctx) => recordRefund(ctx, { refundId: id, view }));
    }
    const cancelled = await orderOf(order.id);
    expect(cancelled).toMatchObject({ state: "cancelled", reviewReason: null });
    expect(cancelled && getOrderBalance(cancelled, 0)).toMatchObject({ kind: "nothing_due", differenceMinor: 0 });
  });

  test("by support sends no money by itself, and by finance cancels no place", async () => {
    const [support, finance] = [await school.person("support"), await school.person("finance")];
    const { order } = await paid();
    const wanted = await whole(order.id);
    await expect(end(wanted, support)).rejects.toMatchObject({ code: "forbidden" });
    await expect(end(wanted, finance)).rejects.toMatchObject({ code: "forbidden" });
    await end({ ...wanted, refund: "review" }, support);
    expect(await orderOf(order.id)).toMatchObject({ state: "cancelled", reviewReason: "refund_due" });
  });
});

describe("an order of several places", () => {
  async function forOthers(places: number) {
    const cohort = await school.cohort({ priceMinor: 9_999, capacity: 9, startsAt: inDays(30) });
    const buyer = await school.person("student");
    const people = Array.from({ length: places }, () => ({ name: "", email: null }));
    const { order } = await school.as(buyer)((ctx) =>
      enrolOthers(ctx, { cohortId: cohort.id, buyerId: buyer.id, places: people }),
    );
    await pay(order.id, buyer);
    return order.id;
  }

  test("gives them back line by line, and never more than each has cost", async () => {
    const orderId = await forOthers(3);
    const { lines } = await preview(orderId);
    expect(lines.map(({ paidMinor }) => paidMinor)).toEqual([9_999, 9_999, 9_999]);
    const [first, second, third] = lines.map(({ id }) => id);
    if (!first || !second || !third) throw new Error("there are too few lines");
    await end({ orderId, why: "ill", refund: "now", lines: [{ lineId: first, access: "ends", amountMinor: 5_000 }] });
    await end({ orderId, why: "wet", refund: "now", lines: [{ lineId: second, access: "stays", amountMinor: 1 }] });
    expect((await preview(orderId)).lines.map(({ paidMinor, canEnd }) => [paidMinor, canEnd])).toEqual([
      [4_999, false],
      [9_998, true],
      [9_999, true],
    ]);
    const tooMuch = [{ lineId: second, access: "stays" as const, amountMinor: 9_999 }];
    await expect(end({ orderId, why: "wet", refund: "now", lines: tooMuch })).rejects.toMatchObject({
      code: "refund_too_large",
    });
    const rest = [first, second, third].map((lineId) => ({ lineId, access: "stays" as const }));
    const minor = [4_999, 9_998, 9_999];
    const all = rest.map((line, place) => ({ ...line, amountMinor: minor[place] ?? 0 }));
    await end({ orderId, why: "all of it", refund: "now", lines: all });
    expect((await askedOf(orderId)).reduce((sum, each) => sum + each, 0)).toBe(29_997);
    const links = await school.database.read.select().from(claimLinks);
    expect(
      links.filter(({ orderLineId }) => [first, second, third].includes(orderLineId)).map(({ state }) => state),
    ).toEqual(["cancelled", "cancelled", "cancelled"]);
  });

  const linksOf = async (orderId: string) => {
    const lines = (await preview(orderId)).lines.map(({ id }) => id);
    const links = await school.database.read.select().from(claimLinks);
    return links.filter(({ orderLineId }) => lines.includes(orderLineId)).map(({ state }) => state);
  };
  const ending = async (orderId: string, amounts: number[], refund: "now" | "review") => {
    const lines = (await preview(orderId)).lines.slice(0, amounts.length);
    return end({
      ...{ orderId, why: "ill", refund },
      lines: lines.map(({ id: lineId }, at) => ({ lineId, access: "ends" as const, amountMinor: amounts[at] ?? 0 })),
    });
  };

  test("ends when its last place does, and the school keeps what was not given back", async () => {
    const orderId = await forOthers(2);
    await ending(orderId, [9_999], "now");
    expect(await orderOf(orderId)).toMatchObject({ state: "paid" });
    const rest = (await preview(orderId)).lines.filter(({ canEnd }) => canEnd);
    await end({
      ...{ orderId, why: "ill", refund: "now" },
      lines: rest.map(({ id: lineId }) => ({ lineId, access: "ends" as const, amountMinor: 9_000 })),
    });
    const order = await orderOf(orderId);
    expect(order).toMatchObject({ state: "cancelled", keptMinor: 999, reviewReason: null });
    expect(await linksOf(orderId)).toEqual(["cancelled", "cancelled"]);
    expect(await askedOf(orderId)).toEqual([9_999, 9_000]);
    const rows = await school.database.read
      .select({ id: refunds.id })
      .from(refunds)
      .innerJoin(payments, eq(payments.id, refunds.paymentId))
      .where(eq(payments.orderId, orderId));
    for (const { id } of rows) {
      const view = { state: "done" as const, reference: `re_${id}` };
      await school.asSystem((ctx) => recordRefund(ctx, { refundId: id, view }));
    }
    expect(order && getOrderBalance(order, 999)).toMatchObject({ kind: "paid", differenceMinor: 0 });
  });

  test("ends as well when the money is left for review, and what was said is owed", async () => {
    const orderId = await forOthers(2);
    expect(await ending(orderId, [9_999, 5_000], "review")).toEqual([]);
    const order = await orderOf(orderId);
    expect(order).toMatchObject({ state: "cancelled", keptMinor: 4_999, reviewReason: "refund_due" });
    expect(order && getOrderBalance(order, 19_998)).toMatchObject({ kind: "overpaid", differenceMinor: 14_999 });
  });
});

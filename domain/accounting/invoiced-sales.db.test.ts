import { eq, sql } from "drizzle-orm";
import { afterAll, beforeEach, expect, test } from "vitest";
import {
  accountingEntries,
  accountingLines,
  accountingOpenItems,
  deferredRevenue,
  cohorts,
  orderLines,
  orders,
} from "#db/schema/index.ts";
import { asStep } from "#tests/support/as-step.ts";
import { ACME, openInvoicingSchool } from "#tests/support/invoicing-school.ts";
import { sealNow } from "#tests/support/seal-now.ts";
import { endPurchase } from "../checkout/end-purchase.ts";
import { cancelOpenInvoice } from "../invoices/cancel-invoice.ts";
import { correctInvoice } from "../invoices/correct-invoice.ts";
import { issueInvoice } from "../invoices/issue-invoice.ts";
import { addMs, DAY_MS } from "../kernel/clock.ts";
import { getOrder } from "../orders/get-order.ts";
import { recordRefund } from "../refunds/record-refund.ts";
import { setPaymentPlan } from "../courses/set-payment-plan.ts";
import { startPayment } from "../payments/start-payment.ts";
import { addEntry } from "./add-entry.ts";
import { bookInvoices, hasUnbookedInvoice } from "./book-invoices.ts";
import { bookJournals } from "./book-journals.ts";
import { closePeriod } from "./close-period.ts";
import { getOpenItems } from "./get-open-items.ts";
import { getReceivables } from "./get-receivables.ts";
import { getTrialBalance } from "./get-trial-balance.ts";
import { sumByCurrency } from "./sum-by-currency.ts";

const schools: Awaited<ReturnType<typeof openInvoicingSchool>>[] = [];
let school: Awaited<ReturnType<typeof openInvoicingSchool>>;
let finance: Awaited<ReturnType<typeof school.person>>;
beforeEach(async () => {
  school = await openInvoicingSchool();
  schools.push(school);
  finance = await school.person("finance");
  await school.say({ accountingBasis: "invoiced" });
});
afterAll(() => Promise.all(schools.map((each) => each.drop())));

const LINE = { taxMinor: 3597, taxRatePpm: 81_000, taxCategory: "standard" } as const;

/** Books what waits, the invoices first or last: the end is the same. */
async function book(...steps: ("journals" | "invoices")[]) {
  await sealNow(school.database);
  for (const step of steps.length > 0 ? steps : (["journals", "invoices"] as const)) {
    const run = step === "journals" ? bookJournals : bookInvoices;
    while ((await school.asSystem(run)) > 0);
  }
}

/** What an order was booked to: `account detail` without the id of the course, and the sum. */
async function bookedOf(orderId: string) {
  const rows = await school.database.read
    .select({
      account: accountingLines.account,
      detail: accountingLines.detail,
      minor: sql<number>`sum(${accountingLines.amountMinor})`.mapWith(Number),
    })
    .from(accountingLines)
    .innerJoin(accountingEntries, eq(accountingEntries.seq, accountingLines.entrySeq))
    .where(eq(accountingEntries.orderId, orderId))
    .groupBy(accountingLines.account, accountingLines.detail);
  return Object.fromEntries(
    rows
      .map(({ account, detail, minor }) => [`${account} ${detail.replace(/^crs_\S+ /, "")}`.trim(), minor] as const)
      .filter(([, minor]) => minor !== 0),
  );
}

const issue = (orderId: string) => school.as(finance)((ctx) => issueInvoice(ctx, { orderId }));
const cancel = (orderId: string) => school.asSystem(asStep((ctx) => cancelOpenInvoice(ctx, orderId, "Called off.")));
const reading = () => school.reading(finance);
const openItems = async () => sumByCurrency(await getOpenItems(reading()))[0]?.totals.at(-1) ?? 0;
async function receivableAccount() {
  const [balance] = await getTrialBalance(reading(), { from: "2026-01", to: "2026-12" });
  return balance?.rows.find(({ account }) => account === "receivable")?.closingMinor ?? 0;
}
async function expectAgreed(minor: number) {
  expect(await receivableAccount()).toBe(minor);
  expect(await openItems()).toBe(minor);
}

type Bought = Awaited<ReturnType<typeof school.ordered>>;

const SOLD = { "revenue standard:81000": -44_403, "tax standard:81000": -3597 };

const ORDERS = [[["journals", "invoices"]], [["invoices", "journals"]]] as ("journals" | "invoices")[][][];

test.each(ORDERS)(
  "an invoice is owed and sold on its day, its payment clears it, and a credit note takes back what went back: %j",
  async (order) => {
    const bought = await school.ordered(48_000, LINE);
    await book(...order);
    expect(await bookedOf(bought.order.id)).toEqual({});
    await issue(bought.order.id);
    expect(await hasUnbookedInvoice(school.database.read, school.clock())).toBe(true);
    await book(...order);
    expect(await bookedOf(bought.order.id)).toEqual({ receivable: 48_000, ...SOLD });
    await expectAgreed(48_000);
    // Who owes what, and what the account has, are the same where all is invoiced.
    expect(sumByCurrency(await getReceivables(reading()))[0]?.totals.at(-1)).toBe(48_000);
    await school.pay(bought);
    await book(...order);
    expect(await bookedOf(bought.order.id)).toEqual({ "clearing sandbox": 48_000, ...SOLD });
    await expectAgreed(0);
    await school.refund(bought, 10_000);
    await book(...order);
    expect(await bookedOf(bought.order.id)).toEqual({
      ...{ "clearing sandbox": 38_000, "refunds standard:81000": 9251 },
      ...{ "revenue standard:81000": -44_403, "tax standard:81000": -2848 },
    });
    await expectAgreed(0);
    expect(await hasUnbookedInvoice(school.database.read, school.clock())).toBe(false);
  },
);

/** Ends an order: so much of its money is to go back, in minor units, and stays with the school until somebody sends it. */
async function endPlace({ order }: Bought, amountMinor: number) {
  const admin = await school.person("owner");
  const [line] = await school.database.read.select().from(orderLines).where(eq(orderLines.orderId, order.id));
  const lines = [{ lineId: line?.id ?? "", amountMinor, access: "ends" as const }];
  await school.as(admin)((ctx) => endPurchase(ctx, { orderId: order.id, lines, why: "moved away", refund: "review" }));
}

/** What the page of an order says that is here too much, in minor units. */
async function toGiveBack({ order }: Bought) {
  const found = await getOrder(reading(), order.code);
  return found?.balance.differenceMinor ?? 0;
}

async function expectOwedBack(bought: Bought, minor: number) {
  expect(await toGiveBack(bought)).toBe(minor);
  await expectAgreed(0 - minor);
}

test.each(ORDERS)(
  "what was paid of a cancelled order is owed to its buyer until it has gone back, though its credit note is still to come: %j",
  async (order) => {
    const bought = await school.ordered(48_000, LINE);
    await issue(bought.order.id);
    await school.pay(bought);
    await school.refund(bought, 10_000);
    await book(...order);
    await expectOwedBack(bought, 0);
    school.clock.set(addMs(school.clock(), DAY_MS));
    await endPlace(bought, 38_000);
    await book(...order);
    await expectOwedBack(bought, 38_000);
    const { receivable } = await bookedOf(bought.order.id);
    expect(receivable).toBe(-38_000);
    school.clock.set(addMs(school.clock(), DAY_MS));
    await school.refund(bought, 30_000);
    await book(...order);
    await expectOwedBack(bought, 8000);
    await school.refund(bought, 8000);
    await book(...order);
    await expectOwedBack(bought, 0);
    const sums = await bookedOf(bought.order.id);
    expect(Object.entries(sums).filter(([account]) => account.startsWith("tax"))).toEqual([]);
    expect(sums["receivable"]).toBeUndefined();
  },
);

test("all of it booked at the end comes to the same, and so does an invoice of before that is corrected after the end", async () => {
  const bought = await school.ordered(48_000, LINE);
  const invoice = await issue(bought.order.id);
  await school.pay(bought);
  school.clock.set(addMs(school.clock(), DAY_MS));
  await endPlace(bought, 48_000);
  await book("journals", "invoices");
  await expectOwedBack(bought, 48_000);
  await school.as(finance)((ctx) => correctInvoice(ctx, { invoiceId: invoice.id, ...ACME }));
  await book();
  await expectOwedBack(bought, 48_000);
});

test("what the school keeps of a cancelled order stays sold, and only the rest is owed to its buyer", async () => {
  const bought = await school.ordered(48_000, LINE);
  await issue(bought.order.id);
  await school.pay(bought);
  await book();
  school.clock.set(addMs(school.clock(), DAY_MS));
  await endPlace(bought, 40_000);
  await book();
  await expectOwedBack(bought, 40_000);
  expect(await bookedOf(bought.order.id)).toMatchObject({ receivable: -40_000, "clearing sandbox": 48_000 });
  await school.refund(bought, 40_000);
  await book();
  await expectOwedBack(bought, 0);
});

test("of a plan that is cancelled midway what was paid is owed back, and nothing is left of its invoice", async () => {
  const bought = await school.ordered(48_000, LINE);
  const admin = await school.person("admin");
  const plan = { deposit: { percent: 50 }, furtherParts: 1, monthsBetween: 1 };
  await school.as(admin)((ctx) => setPaymentPlan(ctx, { cohortId: bought.cohortId, plan }));
  const first = await school.as(bought.student)((ctx) =>
    startPayment(ctx, { orderId: bought.order.id, provider: "sandbox", pay: "plan" }),
  );
  await school.pay({ payment: first, order: { totalMinor: 24_000 } });
  await issue(bought.order.id);
  await book();
  await expectAgreed(24_000);
  school.clock.set(addMs(school.clock(), DAY_MS));
  await endPlace(bought, 20_000);
  for (const order of [["journals"], ["invoices"]] as const) await book(...order);
  await expectOwedBack(bought, 20_000);
});

test("a refund of a cancelled order that comes back is owed again, and its credit note stands", async () => {
  const bought = await school.ordered(48_000, LINE);
  await issue(bought.order.id);
  await school.pay(bought);
  school.clock.set(addMs(school.clock(), DAY_MS));
  await endPlace(bought, 48_000);
  const asked = await school.refund(bought, 48_000);
  await book();
  await expectOwedBack(bought, 0);
  await school.asSystem((ctx) =>
    recordRefund(ctx, {
      refundId: asked.id,
      view: { state: "failed", reference: `re_${asked.id}`, failure: "closed" },
    }),
  );
  await book();
  await expectOwedBack(bought, 48_000);
});

test("a cancelled invoice is owed no more and was no sale", async () => {
  const bought = await school.ordered(48_000, LINE);
  await issue(bought.order.id);
  await book();
  await cancel(bought.order.id);
  await book();
  expect(await bookedOf(bought.order.id)).toEqual({});
  await expectAgreed(0);
});

test("a corrected invoice is owed once", async () => {
  const bought = await school.ordered(48_000, LINE);
  const invoice = await issue(bought.order.id);
  await book();
  await school.as(finance)((ctx) => correctInvoice(ctx, { invoiceId: invoice.id, ...ACME }));
  await book();
  expect(await bookedOf(bought.order.id)).toEqual({ receivable: 48_000, ...SOLD });
  await expectAgreed(48_000);
});

test("what is sold without an invoice is booked with its payment, and its invoice adds nothing", async () => {
  const bought = await school.ordered(48_000, LINE);
  await school.pay(bought);
  await book();
  expect(await bookedOf(bought.order.id)).toEqual({ "clearing sandbox": 48_000, ...SOLD });
  const kinds = await school.database.read
    .select({ kind: accountingEntries.kind })
    .from(accountingEntries)
    .where(eq(accountingEntries.orderId, bought.order.id));
  expect(kinds.map(({ kind }) => kind)).not.toContain("invoice_issued");
  expect(await hasUnbookedInvoice(school.database.read, school.clock())).toBe(false);
});

test("what an invoice asks for is deferred where revenue is earned over the course's dates", async () => {
  await school.say({ revenueRecognition: "over_course" });
  const bought = await school.ordered(10_000);
  const dates = { startsAt: new Date("2026-02-01T09:00:00Z"), endsAt: new Date("2026-05-11T18:00:00Z") };
  await school.database.write((tx) => tx.update(cohorts).set(dates).where(eq(cohorts.id, bought.cohortId)));
  await issue(bought.order.id);
  await book();
  expect(await bookedOf(bought.order.id)).toEqual({ receivable: 10_000, "deferred_revenue outside:0": -10_000 });
  await school.pay(bought);
  await book();
  expect(await school.database.read.select().from(deferredRevenue)).toMatchObject([{ deferredMinor: 10_000 }]);
});

test("a school that changes its mind books what is open, and what takes back an invoice that is booked", async () => {
  await school.say({ accountingBasis: "paid" });
  const [one, two] = [await school.ordered(48_000, LINE), await school.ordered(7000)];
  await issue(one.order.id);
  await book();
  expect(await bookedOf(one.order.id)).toEqual({});
  await school.say({ accountingBasis: "invoiced" });
  await book();
  await expectAgreed(48_000);
  await school.say({ accountingBasis: "paid" });
  await issue(two.order.id);
  await cancel(one.order.id);
  await book();
  await expectAgreed(0);
});

test("a month waits for its invoices before it can be closed", async () => {
  const bought = await school.ordered(48_000, LINE);
  await issue(bought.order.id);
  school.clock.set(new Date("2026-02-03T08:00:00Z"));
  const close = () => school.as(finance)((ctx) => closePeriod(ctx, { period: "2026-01" }));
  await book("journals");
  await expect(close()).rejects.toMatchObject({ code: "wrong_state" });
  await book();
  await close();
});

test("what is entered by hand on the receivable account is an open item of its own", async () => {
  const byHand = {
    debit: "receivable",
    credit: "opening",
    amountMinor: 2500,
    currency: "CHF",
    words: "Old bills",
  } as const;
  await school.as(finance)((ctx) => addEntry(ctx, { ...byHand, bookedOn: "2026-01-02" }));
  await expectAgreed(2500);
  expect(await getOpenItems(reading())).toMatchObject([{ label: "", shows: { account: "receivable", order: "-" } }]);
});

test("a place that nobody has paid is no open item, but is asked for; and an overpayment is one below zero", async () => {
  const bought = await school.ordered(48_000, LINE);
  await book();
  await expectAgreed(0);
  const [order] = await school.database.read.select().from(orders).where(eq(orders.id, bought.order.id));
  expect(order?.state).toBe("awaiting_payment");
  expect(await school.database.read.select().from(accountingOpenItems)).toEqual([]);
});

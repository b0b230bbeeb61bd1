import { eq, sql } from "drizzle-orm";
import { afterAll, beforeEach, expect, test } from "vitest";
import {
  accountingEntries,
  accountingLines,
  accountingPeriods,
  cohorts,
  deferredRevenue,
  enrolments,
} from "#db/schema/index.ts";
import { openInvoicingSchool } from "#tests/support/invoicing-school.ts";
import { sealNow } from "#tests/support/seal-now.ts";
import { applyPaymentUpdate } from "../checkout/apply-payment-update.ts";
import { cancelEnrolment } from "../checkout/cancel-enrolment.ts";
import { recordTransfer } from "../checkout/record-transfer.ts";
import { setPaymentPlan } from "../courses/set-payment-plan.ts";
import type { PayChoice } from "../instalments/pick-instalments.ts";
import { issueInvoice } from "../invoices/issue-invoice.ts";
import { addMs, DAY_MS } from "../kernel/clock.ts";
import { startPayment } from "../payments/start-payment.ts";
import { ORDER_ACCOUNTS } from "./chart.ts";
import { getDeferredRevenue } from "./get-deferred-revenue.ts";
import { getOpenItems } from "./get-open-items.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";
import { bookInvoices } from "./book-invoices.ts";
import { bookJournals } from "./book-journals.ts";
import { closePeriod } from "./close-period.ts";
import { earnRevenue, getLastPeriod } from "./earn-revenue.ts";
import { listPeriodsToEarn } from "./list-periods-to-earn.ts";
import { hasEarningsToBook } from "./has-earnings-to-book.ts";

const schools: Awaited<ReturnType<typeof openInvoicingSchool>>[] = [];
let school: Awaited<ReturnType<typeof openInvoicingSchool>>;
let finance: Awaited<ReturnType<typeof school.person>>;
beforeEach(async () => {
  school = await openInvoicingSchool();
  schools.push(school);
  finance = await school.person("finance");
});
afterAll(() => Promise.all(schools.map((each) => each.drop())));

/** What the jobs do: the last month alone is earned, once. */
async function runJobs() {
  await sealNow(school.database);
  for (const run of [bookJournals, bookInvoices]) while ((await school.asSystem(run)) > 0);
  const { timezone } = await getSchoolSettings(school.database.read);
  const period = getLastPeriod(school.clock(), timezone);
  if (await hasEarningsToBook(school.database.read, period)) {
    expect(await school.asSystem((ctx) => earnRevenue(ctx, { period }))).toBeNull();
  }
}

const close = (period: string) => school.as(finance)((ctx) => closePeriod(ctx, { period }));

type Bought = Awaited<ReturnType<typeof school.ordered>>;

/** Cancels a place whose money the school still has. */
async function cancelPlace({ student }: Bought) {
  const admin = await school.person("admin");
  const [place] = await school.database.read.select().from(enrolments).where(eq(enrolments.studentId, student.id));
  const enrolmentId = place?.id ?? "";
  await school.as(admin)((ctx) => cancelEnrolment(ctx, { enrolmentId, why: "moved away", refund: "review" }));
}

/** A paid place of a course that goes on from one day to another. */
async function sellDated(from: string, to: string) {
  const bought = await school.ordered(10_000);
  const dates = { startsAt: new Date(`${from}T09:00:00Z`), endsAt: new Date(`${to}T18:00:00Z`) };
  await school.database.write((tx) => tx.update(cohorts).set(dates).where(eq(cohorts.id, bought.cohortId)));
  await school.pay(bought);
  return bought;
}

const SWITCHES = [
  ["when revenue is earned", { revenueRecognition: "over_course" }, { revenueRecognition: "when_paid" }],
  ["when revenue is booked", { accountingBasis: "invoiced" }, { accountingBasis: "paid" }],
] as const;

test.each(SWITCHES)(
  "a school that has changed %s, and back, closes months long past and the last one",
  async (_, to, back) => {
    await sellDated("2026-02-01", "2026-12-20");
    await cancelPlace(await sellDated("2026-02-01", "2026-12-20"));
    await runJobs();
    school.clock.set(new Date("2026-03-10T10:00:00Z"));
    await school.say(to);
    await sellDated("2026-02-01", "2026-12-20");
    await cancelPlace(await sellDated("2026-02-01", "2026-12-20"));
    await runJobs();
    await close("2026-01");
    await close("2026-02");
    school.clock.set(new Date("2026-06-10T10:00:00Z"));
    await school.say(back);
    await sellDated("2026-02-01", "2026-12-20");
    await runJobs();
    for (const period of ["2026-03", "2026-04", "2026-05"]) await close(period);
  },
);

test("a month with something to earn waits until the job has booked it, and no longer", async () => {
  await school.say({ revenueRecognition: "over_course" });
  await sellDated("2026-01-01", "2026-12-31");
  school.clock.set(new Date("2026-04-02T10:00:00Z"));
  await sealNow(school.database);
  while ((await school.asSystem(bookJournals)) > 0);
  await expect(close("2026-01")).rejects.toMatchObject({
    detail: { words: { key: "accounting.obstacle_not_earned" } },
  });
  await runJobs();
  expect(await school.database.read.select().from(deferredRevenue)).toMatchObject([
    { deferredMinor: 10_000, earnedMinor: 2465 },
  ]);
  for (const period of ["2026-01", "2026-02", "2026-03"]) await close(period);
});

test("months in which no job ran are each earned in their own, and a closed one in the next with a note", async () => {
  await school.say({ revenueRecognition: "over_course" });
  await sellDated("2026-01-01", "2026-12-31");
  await sealNow(school.database);
  while ((await school.asSystem(bookJournals)) > 0);
  // January was closed before the school earned with time.
  await school.database.write((tx) =>
    tx.insert(accountingPeriods).values({ period: "2026-01", closedAt: school.clock(), closedBy: finance.id }),
  );
  school.clock.set(new Date("2026-05-02T10:00:00Z"));
  const { timezone } = await getSchoolSettings(school.database.read);
  const periods = await listPeriodsToEarn(school.database.read, getLastPeriod(school.clock(), timezone));
  expect(periods).toEqual(["2026-01", "2026-02", "2026-03", "2026-04"]);
  for (const period of periods) await school.asSystem((ctx) => earnRevenue(ctx, { period }));
  const earned = await school.database.read
    .select({
      happenedOn: accountingEntries.happenedOn,
      period: accountingEntries.period,
      isLate: accountingEntries.isLate,
    })
    .from(accountingEntries)
    .where(eq(accountingEntries.kind, "revenue_earned"))
    .orderBy(accountingEntries.seq);
  expect(earned.map(({ happenedOn, period, isLate }) => [happenedOn, period, isLate])).toEqual([
    ["2026-01-31", "2026-02", true],
    ["2026-02-28", "2026-02", false],
    ["2026-03-31", "2026-03", false],
    ["2026-04-30", "2026-04", false],
  ]);
  expect(await listPeriodsToEarn(school.database.read, "2026-04")).toEqual([]);
  expect(await listPeriodsToEarn(school.database.read, "2026-06")).toEqual(["2026-05", "2026-06"]);
});

type Stand = { soldMinor: number; owedMinor: number };

/** What each order was sold for by the general ledger, tax and all, and what the receivable account has of it. */
async function standOf(orderId: string): Promise<Stand> {
  const { account, amountMinor, entrySeq } = accountingLines;
  const rows = await school.database.read
    .select({ account, minor: sql<number>`sum(${amountMinor})`.mapWith(Number) })
    .from(accountingLines)
    .innerJoin(accountingEntries, eq(accountingEntries.seq, entrySeq))
    .where(eq(accountingEntries.orderId, orderId))
    .groupBy(account);
  const sum = (...accounts: string[]) =>
    rows.filter((row) => accounts.includes(row.account)).reduce((total, { minor }) => total + minor, 0);
  return { soldMinor: 0 - sum(...ORDER_ACCOUNTS), owedMinor: sum("receivable") };
}

/** The provider says that the buyer's bank has taken the money of a payment back. */
const dispute = ({ payment }: Bought) => {
  const amount = { minor: 48_000, currency: "CHF" };
  const taken = { isWithdrawn: true, isReinstated: false, reason: "product_not_received", respondBy: null };
  const disputes = [{ ...taken, reference: `dp_${payment.id}`, state: "open" as const, amount }];
  const event = { eventId: `evt_${payment.id}`, type: "dispute", reference: null, body: {}, paymentId: payment.id };
  return school.asSystem((ctx) =>
    applyPaymentUpdate(ctx, {
      ...{ provider: "sandbox", paymentId: payment.id },
      view: { state: "settled", amount, live: false, paymentId: payment.id },
      event: { ...event, reversals: { refunds: [], disputes } },
    }),
  );
};

/** An order of which half is paid by its plan, with an invoice of the whole; `more` pays the other half. */
async function halfPaid() {
  const bought = await school.ordered();
  const admin = await school.person("admin");
  const plan = { deposit: { percent: 50 }, furtherParts: 1, monthsBetween: 1 };
  await school.as(admin)((ctx) => setPaymentPlan(ctx, { cohortId: bought.cohortId, plan }));
  const payPart = async (part: PayChoice) => {
    const begun = await school.as(bought.student)((ctx) =>
      startPayment(ctx, { orderId: bought.order.id, provider: "sandbox", pay: part }),
    );
    await school.pay({ payment: begun, order: { totalMinor: 24_000 } });
  };
  await payPart("plan");
  await issue(bought);
  return { ...bought, more: () => payPart({ instalment: 2 }) };
}

const issue = ({ order }: Bought) => school.as(finance)((ctx) => issueInvoice(ctx, { orderId: order.id }));

async function sellEveryKind() {
  const paid = await school.ordered();
  const [refunded, disputed, cancelled, givenBack, overpaid] = (await Promise.all(
    Array.from({ length: 5 }, () => school.ordered()),
  )) as [Bought, Bought, Bought, Bought, Bought];
  for (const bought of [paid, refunded, disputed, cancelled, givenBack, overpaid]) await school.pay(bought);
  await school.refund(refunded, 10_000);
  await dispute(disputed);
  await cancelPlace(cancelled);
  await cancelPlace(givenBack);
  await school.refund(givenBack, 48_000);
  const twice = { orderId: overpaid.order.id, amountMinor: 5000, currency: "CHF", key: "twice" };
  await school.as(finance)((ctx) => recordTransfer(ctx, twice));
  const half = await halfPaid();
  const open = await school.ordered();
  await issue(open);
  return { paid, refunded, disputed, cancelled, givenBack, overpaid, half, open };
}

const CASH = {
  paid: { soldMinor: 48_000, owedMinor: 0 },
  refunded: { soldMinor: 38_000, owedMinor: 0 },
  disputed: { soldMinor: 0, owedMinor: 0 },
  cancelled: { soldMinor: 0, owedMinor: -48_000 },
  givenBack: { soldMinor: 0, owedMinor: 0 },
  overpaid: { soldMinor: 48_000, owedMinor: -5000 },
  half: { soldMinor: 24_000, owedMinor: 0 },
  open: { soldMinor: 0, owedMinor: 0 },
};
/** Only what was not paid is owed and sold by its invoice. */
const INVOICED = {
  ...CASH,
  half: { soldMinor: 48_000, owedMinor: 24_000 },
  open: { soldMinor: 48_000, owedMinor: 48_000 },
};

test("changing when revenue is booked, there and back and again, books only the invoices that nobody has paid", async () => {
  const sold = await sellEveryKind();
  const stand = async () => {
    await runJobs();
    const found = await Promise.all(
      Object.entries(sold).map(async ([kind, { order }]) => [kind, await standOf(order.id)] as const),
    );
    return Object.fromEntries(found);
  };
  const changeTo = async (accountingBasis: "invoiced" | "paid") => {
    school.clock.set(addMs(school.clock(), DAY_MS));
    await school.say({ accountingBasis });
  };
  expect(await stand()).toEqual(CASH);
  for (const basis of ["invoiced", "paid", "invoiced"] as const) {
    await changeTo(basis);
    expect(await stand()).toEqual(INVOICED);
  }
  const owed = (await getOpenItems(school.reading(finance))).map(({ amounts }) => amounts.at(-1) ?? 0);
  expect(owed.toSorted((a, b) => a - b)).toEqual([-48_000, -5000, 24_000, 48_000]);
  // What comes of each afterwards is booked once as well, its papers and all.
  await changeTo("paid");
  await school.refund(sold.cancelled, 48_000);
  await school.refund(sold.paid, 5000);
  await sold.half.more();
  await changeTo("invoiced");
  await school.refund(sold.refunded, 1000);
  await school.pay(sold.open);
  expect(await stand()).toEqual({
    ...CASH,
    paid: { soldMinor: 43_000, owedMinor: 0 },
    refunded: { soldMinor: 37_000, owedMinor: 0 },
    cancelled: { soldMinor: 0, owedMinor: 0 },
    half: { soldMinor: 48_000, owedMinor: 0 },
    open: { soldMinor: 48_000, owedMinor: 0 },
  });
});

test("what is owed back for a cancelled place stays an open item, and nothing of it is to be earned", async () => {
  await school.say({ revenueRecognition: "over_course" });
  const sold = await sellDated("2026-02-01", "2026-12-20");
  const cancelled = await sellDated("2026-02-01", "2026-12-20");
  await cancelPlace(cancelled);
  await runJobs();
  for (const accountingBasis of ["invoiced", "paid"] as const) {
    school.clock.set(addMs(school.clock(), DAY_MS));
    await school.say({ accountingBasis });
    await runJobs();
    expect(await standOf(cancelled.order.id)).toEqual({ soldMinor: 0, owedMinor: -10_000 });
    const rows = await getDeferredRevenue(school.reading(finance));
    expect(rows.map(({ amounts }) => amounts).filter(([minor]) => minor !== 0)).toEqual([[10_000, 0, 10_000]]);
    expect(await standOf(sold.order.id)).toEqual({ soldMinor: 10_000, owedMinor: 0 });
  }
});

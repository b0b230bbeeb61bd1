import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cohorts, courseStaff } from "#db/schema/index.ts";
import { openInvoicingSchool } from "#tests/support/invoicing-school.ts";
import { sealNow } from "#tests/support/seal-now.ts";
import { recordTransfer } from "../checkout/record-transfer.ts";
import { giveCredit } from "../credit/give-credit.ts";
import { bookJournals } from "./book-journals.ts";
import { earnRevenue } from "./earn-revenue.ts";
import { addEntry } from "./add-entry.ts";
import { type AccountGroup, isAccount } from "./chart.ts";
import { REPORTS } from "./find-report.ts";
import { getFeeReport } from "./get-fee-report.ts";
import { getOpenItems } from "./get-open-items.ts";
import { listAccountLines } from "./list-account-lines.ts";
import { getCreditReport } from "./get-credit-report.ts";
import { getDeferredRevenue } from "./get-deferred-revenue.ts";
import { getReceivables } from "./get-receivables.ts";
import { getTaxReport } from "./get-tax-report.ts";
import { getTrialBalance } from "./get-trial-balance.ts";
import { getOrder } from "../orders/get-order.ts";
import type { ReportRow, Shows } from "./report-rows.ts";
import { getRevenueByCourse, getRevenueByMonth, getRevenueByTeacher } from "./revenue-reports.ts";
import { streamEntries } from "./stream-entries.ts";
import { sumByCurrency } from "./sum-by-currency.ts";

const MONTHS = { from: "2026-01", to: "2026-03" };

let school: Awaited<ReturnType<typeof openInvoicingSchool>>;
let finance: Awaited<ReturnType<typeof school.person>>;
const reading = () => school.reading(finance);

/** A school that sells in two months with and without tax, gives some back, earns some with time, gives credit and waits for money. */
beforeAll(async () => {
  school = await openInvoicingSchool();
  finance = await school.person("finance");
  const taxed = { taxMinor: 3597, taxRatePpm: 81_000, taxCategory: "standard" } as const;
  const first = await school.ordered(48_000, taxed);
  await school.pay(first);
  await school.refund(first, 9999);
  const student = await school.person("student");
  await school.as(finance)((ctx) =>
    giveCredit(ctx, { userId: student.id, amountMinor: 1234, currency: "CHF", reason: "The heating failed." }),
  );
  await school.say({ revenueRecognition: "over_course" });
  const later = await school.ordered(10_000, { taxMinor: 749, taxRatePpm: 81_000, taxCategory: "standard" });
  const dates = { startsAt: new Date("2026-01-20T09:00:00Z"), endsAt: new Date("2026-04-20T09:00:00Z") };
  const teachers = await Promise.all([1, 2, 3].map(() => school.person("instructor")));
  await school.database.write(async (tx) => {
    const [cohort] = await tx.update(cohorts).set(dates).where(eq(cohorts.id, later.cohortId)).returning();
    const courseId = cohort?.courseId ?? "";
    await tx.insert(courseStaff).values(teachers.map(({ id: userId }) => ({ courseId, userId })));
  });
  await school.pay(later);
  await school.ordered(7700);
  school.clock.set(new Date("2026-02-10T10:00:00Z"));
  await school.pay(await school.ordered(20_000));
  await sealNow(school.database);
  while ((await school.asSystem(bookJournals)) > 0);
  await school.asSystem((ctx) => earnRevenue(ctx, { period: "2026-01" }));
});
afterAll(() => school.drop());

const totalsOf = (rows: ReportRow[]) => sumByCurrency(rows)[0]?.totals ?? [];

async function balanceOf(...accounts: string[]) {
  const [balance] = await getTrialBalance(reading(), MONTHS);
  return (balance?.rows ?? [])
    .filter(({ account }) => accounts.includes(account))
    .reduce((sum, { closingMinor }) => sum + closingMinor, 0);
}

test("revenue is the same by course, by month, by teacher and in the trial balance", async () => {
  const byCourse = totalsOf(await getRevenueByCourse(reading(), MONTHS));
  expect(byCourse[3]).toBeGreaterThan(0);
  expect(totalsOf(await getRevenueByMonth(reading(), MONTHS))).toEqual(byCourse);
  expect(totalsOf(await getRevenueByTeacher(reading(), MONTHS))).toEqual(byCourse);
  expect(0 - (await balanceOf("revenue", "refunds", "disputes"))).toBe(byCourse[3]);
});

test("tax by rate is the tax account, and its net sales are what was earned and what is deferred", async () => {
  const [net, tax, gross] = totalsOf(await getTaxReport(reading(), MONTHS));
  expect(0 - (await balanceOf("tax"))).toBe(tax);
  expect(0 - (await balanceOf("revenue", "refunds", "disputes", "deferred_revenue"))).toBe(net);
  expect(gross).toBe(48_000 - 9999 + 10_000 + 20_000);
});

test("deferred revenue and credit are what their accounts have", async () => {
  const [, , left] = totalsOf(await getDeferredRevenue(reading()));
  expect(left).toBeGreaterThan(0);
  expect(0 - (await balanceOf("deferred_revenue"))).toBe(left);
  expect(totalsOf(await getCreditReport(reading()))).toEqual([1234]);
  expect(await balanceOf("credit")).toBe(-1234);
  await school.as(finance)((ctx) =>
    addEntry(ctx, {
      ...{ debit: "payment_fees", credit: "credit", amountMinor: 300, currency: "CHF", words: "By hand" },
      bookedOn: "2026-02-01",
    }),
  );
  expect(totalsOf(await getCreditReport(reading()))).toEqual([1534]);
  expect(await balanceOf("credit")).toBe(-1534);
});

test("each teacher's figure is the sum of their shares of courses", async () => {
  const byTeacher = await getRevenueByTeacher(reading(), MONTHS);
  expect(byTeacher.length).toBeGreaterThan(3);
  for (const { shows, amounts } of byTeacher) {
    if (!shows || !("report" in shows)) throw new Error("a teacher without the way to their courses");
    expect(totalsOf(await getRevenueByCourse(reading(), { ...MONTHS, teacher: shows.teacher }))).toEqual(amounts);
  }
});

test("every figure leads to lines that add up to it", async () => {
  await school.as(finance)((ctx) =>
    addEntry(ctx, {
      ...{ debit: "payment_fees", credit: "revenue", amountMinor: 700, currency: "CHF", words: "By hand" },
      bookedOn: "2026-02-01",
    }),
  );
  const reports = [
    ...(await getRevenueByCourse(reading(), MONTHS)),
    ...(await getRevenueByMonth(reading(), MONTHS)),
    ...(await getTaxReport(reading(), MONTHS)),
    ...(await getDeferredRevenue(reading())),
    ...(await getFeeReport(reading(), MONTHS)).map((row) => ({ ...row, columnShows: [row.shows] })),
    ...(await getOpenItems(reading())).map((row) => ({
      ...row,
      columnShows: row.amounts.map((minor) => (minor === 0 ? undefined : row.shows)),
    })),
    ...(await getCreditReport(reading())),
  ];
  let looked = 0;
  for (const { amounts, columnShows = [], currency } of reports) {
    for (const [column, shows] of columnShows.entries()) {
      if (!shows || !("account" in shows)) continue;
      const { account, ...narrowed } = shows;
      const sheet = isAccount(account) ? { account } : { group: account as AccountGroup };
      const view = { sort: "booked", direction: "asc", page: 1 } as const;
      const { items } = await listAccountLines(reading(), { ...sheet, ...narrowed, currency }, view);
      const sum = items.reduce((total, { amountMinor }) => total + amountMinor, 0);
      expect({ shows, sum: Math.abs(sum) }).toEqual({ shows, sum: Math.abs(amounts[column] ?? Number.NaN) });
      looked += 1;
    }
  }
  expect(looked).toBeGreaterThan(20);
});

test("every figure of every report has a way to its journals, in two clicks at most", async () => {
  const overpaid = await school.ordered(5000);
  await school.pay(overpaid);
  const more = { orderId: overpaid.order.id, amountMinor: 300, currency: "CHF", key: "more" };
  await school.as(finance)((ctx) => recordTransfer(ctx, more));
  await sealNow(school.database);
  while ((await school.asSystem(bookJournals)) > 0);
  const without: string[] = [];
  const seen = new Set<string>();
  for (const [name, { load }] of Object.entries(REPORTS)) {
    for (const row of await load(reading(), MONTHS)) {
      const isSeen = await Promise.all(
        row.amounts.map(async (minor, column) => {
          // Its own link, or that of its row.
          const shows = row.columnShows?.[column] ?? row.shows;
          return minor === 0 || (shows !== undefined && (await hasJournals(shows, row.currency)));
        }),
      );
      if (isSeen.includes(false)) without.push(`${name}: ${row.label}`);
      seen.add(name);
    }
  }
  expect(without).toEqual([]);
  // A payout is a line of the bank, which this school has none of.
  expect([...seen].sort()).toEqual(
    Object.keys(REPORTS)
      .filter((name) => name !== "payouts")
      .sort(),
  );
});

/** Whether something is to be seen where a figure leads to: lines, or the page of an order that asks for what it says. */
async function hasJournals(shows: Shows, currency: string): Promise<boolean> {
  if ("orderCode" in shows) return (await getOrder(reading(), shows.orderCode)) !== undefined;
  if ("bankLineId" in shows) return true;
  if ("report" in shows) return (await getRevenueByCourse(reading(), { ...MONTHS, teacher: shows.teacher })).length > 0;
  const { account, ...narrowed } = shows;
  const sheet = isAccount(account) ? { account } : { group: account as AccountGroup };
  const view = { sort: "booked", direction: "asc", page: 1 } as const;
  return (await listAccountLines(reading(), { ...sheet, ...narrowed, currency }, view)).total > 0;
}

test("who owes what is shown by its age", async () => {
  const rows = await getReceivables(reading());
  expect(totalsOf(rows).at(-1)).toBe(7700);
});

test("the entries of a file add up to the trial balance", async () => {
  let lines = 0;
  const sums = new Map<string, number>();
  for await (const entries of streamEntries(reading(), MONTHS)) {
    for (const entry of entries) {
      expect(entry.lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(0);
      for (const { account, amountMinor } of entry.lines) sums.set(account, (sums.get(account) ?? 0) + amountMinor);
      lines += entry.lines.length;
    }
  }
  expect(lines).toBeGreaterThan(10);
  for (const [account, minor] of sums) expect(await balanceOf(account)).toBe(minor);
});

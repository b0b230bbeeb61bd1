/**
 * What the pages of the accounts cost a school with 100,000 orders against one with 10,000, in one run on one machine, SQLite: each page's reads are taken by turns, and
 * their medians compared. Both have two years, 40 courses, and 300 orders that are owed. `node tests/bench/close-month.ts`
 */
import { orders } from "#db/schema/index.ts";
import { ACCOUNT_GROUPS } from "#domain/accounting/chart.ts";
import { getAccountingDesk } from "#domain/accounting/get-accounting-desk.ts";
import { getCreditReport } from "#domain/accounting/get-credit-report.ts";
import { getDeferredRevenue } from "#domain/accounting/get-deferred-revenue.ts";
import { getFeeReport } from "#domain/accounting/get-fee-report.ts";
import { getOpenItems } from "#domain/accounting/get-open-items.ts";
import { getPayoutReport } from "#domain/accounting/get-payout-report.ts";
import { getReceivables } from "#domain/accounting/get-receivables.ts";
import { getSheetSum } from "#domain/accounting/get-sheet-sum.ts";
import { getTaxReport } from "#domain/accounting/get-tax-report.ts";
import { getTrialBalance } from "#domain/accounting/get-trial-balance.ts";
import { type EntryLine, insertEntries, type NewEntry } from "#domain/accounting/insert-entries.ts";
import { accountLineList } from "#domain/accounting/list-account-lines.ts";
import { listPeriodObstacles } from "#domain/accounting/list-period-obstacles.ts";
import { getRevenueByCourse, getRevenueByMonth, getRevenueByTeacher } from "#domain/accounting/revenue-reports.ts";
import type { ReadCtx } from "#domain/kernel/command.ts";
import { createCode, createId } from "#domain/kernel/ids.ts";
import { asStep } from "../support/as-step.ts";
import { openTestSchool, type TestSchool } from "../support/school.ts";

const SIZES = [10_000, 100_000] as const;
const [COURSES, MONTHS, OWED, ROUNDS] = [40, 24, 300, 40];
const MUST = 1.2;
const BATCH = 500;
const YEAR = { from: "2025-01", to: "2025-12" };
const MONTH = { from: "2025-11", to: "2025-11" };
const NEWEST = { sort: "booked", direction: "desc", page: 1 } as const;
const CURRENCY = "CHF";

/** A sale, its payment and its fee, on a day of its month; the first ones are owed. */
function toEntries(orderId: string, n: number, of: number, detail: string): NewEntry[] {
  const month = Math.floor((n / of) * MONTHS);
  const day = `${2024 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}-${String((n % 28) + 1).padStart(2, "0")}`;
  const entry = (kind: string, lines: Omit<EntryLine, "currency">[]): NewEntry => ({
    ...{ kind, orderId, happenedOn: day, bookedOn: day, source: `${kind}:${orderId}` },
    lines: lines.map((line) => ({ ...line, currency: CURRENCY })),
  });
  const side = (account: EntryLine["account"], part: string, amountMinor: number) => ({
    account,
    detail: part,
    amountMinor,
  });
  const sale = entry("order_paid", [
    ...[side("receivable", "", 48_000), side("revenue", detail, -44_403)],
    side("tax", "standard:81000", -3597),
  ]);
  if (n < OWED) return [sale];
  return [
    entry("payment_settled", [side("clearing", "sandbox", 48_000), side("receivable", "", -48_000)]),
    sale,
    entry("provider_fee", [side("payment_fees", "sandbox", 320), side("clearing", "sandbox", -320)]),
    ...(n % 20 === 0
      ? [entry("refund_done", [side("refunds", detail, 10_000), side("clearing", "sandbox", -10_000)])]
      : []),
  ];
}

async function fill(school: TestSchool, size: number): Promise<void> {
  const courses = await Promise.all(Array.from({ length: COURSES }, () => school.cohort()));
  const buyer = await school.person("student");
  for (let first = 0; first < size; first += BATCH) {
    await school.asSystem(
      asStep(async (ctx) => {
        const ids = Array.from({ length: BATCH }, () => createId("order"));
        await ctx.tx.insert(orders).values(
          ids.map((id, at) => ({
            ...{ id, code: createCode(9), buyerId: buyer.id, currency: CURRENCY, totalMinor: 48_000 },
            ...{ state: first + at < OWED ? ("awaiting_payment" as const) : ("paid" as const), createdAt: ctx.now },
          })),
        );
        const detailOf = (n: number) => `${courses[n % COURSES]?.courseId} standard:81000`;
        await insertEntries(
          ctx,
          ids.flatMap((id, at) => toEntries(id, first + at, size, detailOf(first + at))),
        );
      }),
    );
  }
}

/** The page of an account: its newest lines, and what all of them come to. */
async function readSheet(
  ctx: ReadCtx,
  filters: Parameters<typeof accountLineList.stretch>[1] & { from: string; to: string },
  accounts: Parameters<typeof getSheetSum>[1]["accounts"],
) {
  const { detail, from, to } = filters;
  return [await getSheetSum(ctx, { accounts, detail, from, to }), await accountLineList.stretch(ctx, filters, NEWEST)];
}

/** What each page reads, by its name. */
const PAGES: Record<string, (ctx: ReadCtx, courseId: string) => Promise<unknown>> = {
  overview: async (ctx) => [await getAccountingDesk(ctx), await getTrialBalance(ctx, YEAR)],
  "one month's balance": (ctx) => getTrialBalance(ctx, MONTH),
  "what keeps a month open": (ctx) => listPeriodObstacles(ctx, "2025-12"),
  "revenue by course": (ctx) => getRevenueByCourse(ctx, YEAR),
  "revenue by month": (ctx) => getRevenueByMonth(ctx, YEAR),
  "revenue by teacher": (ctx) => getRevenueByTeacher(ctx, YEAR),
  tax: (ctx) => getTaxReport(ctx, YEAR),
  "amounts due": (ctx) => getReceivables(ctx),
  "open items": (ctx) => getOpenItems(ctx),
  "deferred revenue": (ctx) => getDeferredRevenue(ctx),
  credit: (ctx) => getCreditReport(ctx),
  payouts: (ctx) => getPayoutReport(ctx, YEAR),
  fees: (ctx) => getFeeReport(ctx, YEAR),
  "an account": (ctx) => readSheet(ctx, { account: "revenue", ...YEAR }, ["revenue"]),
  "an account's month": (ctx) => readSheet(ctx, { account: "revenue", ...MONTH }, ["revenue"]),
  "a course's revenue": (ctx, courseId) =>
    readSheet(ctx, { account: "revenue", detail: courseId, ...YEAR }, ["revenue"]),
  "net revenue": (ctx) => readSheet(ctx, { wholeGroup: "net_revenue", ...MONTH }, ACCOUNT_GROUPS.net_revenue),
};

const round = (ms: number) => Number(ms.toFixed(3));
const median = (all: number[]) => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0;

const schools = [];
for (const size of SIZES) {
  const school = await openTestSchool();
  const started = performance.now();
  await fill(school, size);
  const ctx = school.reading(await school.person("finance"));
  const [course] = await getRevenueByCourse(ctx, MONTH);
  schools.push({ school, ctx, courseId: course?.key.split(" ")[0] ?? "" });
  console.error(`${size} orders booked in ${((performance.now() - started) / 1000).toFixed(0)} s`);
}
const sums = [0, 0];
for (const [page, read] of Object.entries(PAGES)) {
  const times: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [n, { ctx, courseId }] of schools.entries()) {
      const started = performance.now();
      await read(ctx, courseId);
      // The first rounds warm up.
      if (round >= ROUNDS / 4) times[n]?.push(performance.now() - started);
    }
  }
  const [a = 0, b = 0] = times.map(median);
  for (const [n, time] of [a, b].entries()) sums[n] = (sums[n] ?? 0) + time;
  console.log(
    JSON.stringify({ measure: `close-month: ${page}`, unit: "ratio", value: Number((b / a).toFixed(2)), a, b }),
  );
}
const [a = 0, b = 0] = sums;
const value = Number((b / a).toFixed(2));
console.log(
  JSON.stringify({
    measure: "close-month",
    unit: "ratio",
    value,
    must: MUST,
    ok: value <= MUST,
    a: round(a),
    b: round(b),
  }),
);
for (const { school } of schools) await school.drop();

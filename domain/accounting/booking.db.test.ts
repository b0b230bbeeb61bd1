import { asc, eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  accountingEntries,
  accountingLines,
  accountingTotals,
  cohorts,
  deferredRevenue,
  enrolments,
  journals,
  postings,
} from "#db/schema/index.ts";
import { asStep } from "#tests/support/as-step.ts";
import { openInvoicingSchool } from "#tests/support/invoicing-school.ts";
import { sealNow } from "#tests/support/seal-now.ts";
import { cancelEnrolment } from "../checkout/cancel-enrolment.ts";
import { giveCredit } from "../credit/give-credit.ts";
import { createId } from "../kernel/ids.ts";
import { listBalances } from "../ledger/list-balances.ts";
import { bookJournals, hasUnbookedJournal } from "./book-journals.ts";
import { closePeriod } from "./close-period.ts";
import { addEntry } from "./add-entry.ts";
import { earnRevenue } from "./earn-revenue.ts";
import { getTrialBalance } from "./get-trial-balance.ts";
import { insertEntries } from "./insert-entries.ts";
import { reopenPeriod } from "./reopen-period.ts";
import { reverseEntry } from "./reverse-entry.ts";

let school: Awaited<ReturnType<typeof openInvoicingSchool>>;
let finance: Awaited<ReturnType<typeof school.person>>;
beforeAll(async () => {
  school = await openInvoicingSchool();
  finance = await school.person("finance");
});
afterAll(() => school.drop());

async function book() {
  await sealNow(school.database);
  while ((await school.asSystem(bookJournals)) > 0);
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
    rows.map(({ account, detail, minor }) => [`${account} ${detail.replace(/^crs_\S+ /, "")}`.trim(), minor]),
  );
}

const balanceOf = async (from = "2026-01", to = "2026-12") => {
  const [of] = await getTrialBalance(school.reading(finance), { from, to });
  return of;
};
const refusal = (code: string) => expect.objectContaining({ name: "Refusal", code });
const LINE = { taxMinor: 3597, taxRatePpm: 81_000, taxCategory: "standard" } as const;

test("a paid place is revenue of its course, its tax, and money at its provider", async () => {
  const bought = await school.ordered(48_000, LINE);
  await school.pay(bought);
  expect(await hasUnbookedJournal(school.database.read)).toBe(school.database.sealing === undefined);
  await book();
  expect(await bookedOf(bought.order.id)).toEqual({
    "clearing sandbox": 48_000,
    receivable: 0,
    "revenue standard:81000": -44_403,
    "tax standard:81000": -3597,
  });
  expect(await hasUnbookedJournal(school.database.read)).toBe(false);
});

test("what goes back stands beside the revenue, with its part of the tax, and all of it leaves nothing", async () => {
  const bought = await school.ordered(48_000, LINE);
  await school.pay(bought);
  await school.refund(bought, 10_000);
  await book();
  expect(await bookedOf(bought.order.id)).toMatchObject({
    "refunds standard:81000": 9251,
    "tax standard:81000": -2848,
    "revenue standard:81000": -44_403,
  });
  await school.refund(bought, 38_000);
  await book();
  expect(await bookedOf(bought.order.id)).toEqual({
    "clearing sandbox": 0,
    receivable: 0,
    "refunds standard:81000": 44_403,
    "revenue standard:81000": -44_403,
    "tax standard:81000": 0,
  });
});

test("a sale and its refunds that are booked together come to the same as one by one", async () => {
  const bought = await school.ordered(48_000, LINE);
  await school.pay(bought);
  await school.refund(bought, 10_001);
  await school.refund(bought, 37_999);
  await book();
  expect(await bookedOf(bought.order.id)).toEqual({
    "clearing sandbox": 0,
    receivable: 0,
    "refunds standard:81000": 44_403,
    "revenue standard:81000": -44_403,
    "tax standard:81000": 0,
  });
});

test("a cancelled sale is no revenue any more, and its money is the customer's until it is back", async () => {
  const bought = await school.ordered(48_000, LINE);
  await school.pay(bought);
  const admin = await school.person("admin");
  const [place] = await school.database.read
    .select()
    .from(enrolments)
    .where(eq(enrolments.studentId, bought.student.id));
  await school.as(admin)((ctx) =>
    cancelEnrolment(ctx, { enrolmentId: place?.id ?? "", why: "moved away", refund: "review" }),
  );
  await book();
  expect(await bookedOf(bought.order.id)).toEqual({
    "clearing sandbox": 48_000,
    receivable: -48_000,
    "revenue standard:81000": 0,
    "tax standard:81000": 0,
  });
});

test("credit of the school's own is what it gave away, and belongs to no course", async () => {
  const student = await school.person("student");
  await school.as(finance)((ctx) =>
    giveCredit(ctx, { userId: student.id, amountMinor: 2000, currency: "CHF", reason: "The heating failed." }),
  );
  await book();
  const [last] = await school.database.read
    .select()
    .from(accountingEntries)
    .orderBy(sql`${accountingEntries.seq} desc`)
    .limit(1);
  const lines = await school.database.read
    .select()
    .from(accountingLines)
    .where(eq(accountingLines.entrySeq, last?.seq ?? 0))
    .orderBy(asc(accountingLines.amountMinor));
  expect(lines.map(({ account, amountMinor }) => `${account} ${amountMinor}`)).toEqual([
    "credit -2000",
    "goodwill 2000",
  ]);
});

test("each journal is booked once, and the general ledger has what the ledger has", async () => {
  await book();
  expect(await school.asSystem(bookJournals)).toBe(0);
  const { read } = school.database;
  const entries = await read.select().from(accountingEntries).orderBy(asc(accountingEntries.seq));
  expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, n) => n + 1));
  const booked = entries.filter(({ journalSeq }) => journalSeq !== null);
  expect(booked.length).toBe((await read.select().from(journals)).length);
  const ledger = Object.fromEntries((await listBalances(read)).map(({ account, totalMinor }) => [account, totalMinor]));
  const { rows = [] } = (await balanceOf()) ?? {};
  const general = (...names: string[]) =>
    rows.filter(({ account }) => names.includes(account)).reduce((sum, { closingMinor }) => sum + closingMinor, 0);
  expect(general("clearing")).toBe(ledger.clearing);
  expect(general("receivable", "credit")).toBe(ledger.customer_funds);
  expect(general("revenue", "deferred_revenue", "tax", "refunds", "disputes", "goodwill")).toBe(ledger.revenue);
});

test("the months' totals are the sums of their lines, and come to zero", async () => {
  await book();
  const { read } = school.database;
  const { period, account, detail, currency, amountMinor } = accountingLines;
  const sums = await read
    .select({ period, account, detail, currency, minor: sql<number>`sum(${amountMinor})`.mapWith(Number) })
    .from(accountingLines)
    .groupBy(period, account, detail, currency);
  const totals = await read.select().from(accountingTotals);
  const key = (row: { period: string; account: string; detail: string; currency: string }) =>
    JSON.stringify([row.period, row.account, row.detail, row.currency]);
  expect(Object.fromEntries(totals.map((row) => [key(row), row.debitMinor - row.creditMinor]))).toEqual(
    Object.fromEntries(sums.map((row) => [key(row), row.minor])),
  );
  const balance = await balanceOf();
  const closing = balance?.rows.reduce((sum, { closingMinor }) => sum + closingMinor, 0) ?? Number.NaN;
  expect(closing + (balance?.broughtForwardMinor ?? 0)).toBe(0);
});

test("the database refuses a commit that is not in balance", async () => {
  const entry = {
    ...{ kind: "by_hand", happenedOn: "2026-01-08", bookedOn: "2026-01-08" },
    lines: [{ account: "bank", detail: "", amountMinor: 500, currency: "CHF" }],
  } as const;
  await expect(school.asSystem(asStep((ctx) => insertEntries(ctx, [entry])))).rejects.toThrow();
  await expect(
    school.asSystem(
      asStep(async (ctx) => {
        const seq = 1_000_000;
        const row = {
          seq,
          id: createId("journal"),
          at: ctx.now,
          kind: "x",
          sourceType: "order",
          sourceId: "x",
          hash: "x",
        };
        await ctx.tx.insert(journals).values(row);
        const side = { account: "clearing", amountMinor: 1, currency: "CHF" } as const;
        await ctx.tx.insert(postings).values({ id: createId("posting"), journalSeq: seq, ...side });
      }),
    ),
  ).rejects.toThrow();
  const { read } = school.database;
  expect(await read.select().from(journals).where(eq(journals.seq, 1_000_000))).toEqual([]);
});

test("a closed month takes no entry: what comes late goes to the next one and says so", async () => {
  const bought = await school.ordered(48_000, LINE);
  await school.pay(bought);
  await book();
  const close = (period: string) => school.as(finance)((ctx) => closePeriod(ctx, { period }));
  await expect(close("2026-01")).rejects.toEqual(refusal("wrong_state"));
  const late = await school.ordered(10_000);
  await school.pay(late);
  school.clock.set(new Date("2026-02-03T08:00:00Z"));
  await expect(close("2026-01")).rejects.toEqual(refusal("wrong_state"));
  await book();
  const byHand = { debit: "bank", credit: "opening", amountMinor: 100, currency: "CHF", words: "Opening" } as const;
  const add = (bookedOn: string) => school.as(finance)((ctx) => addEntry(ctx, { ...byHand, bookedOn }));
  const seq = await add("2026-01-01");
  await close("2026-01");
  await expect(close("2026-01")).rejects.toEqual(refusal("wrong_state"));
  await expect(add("2026-01-31")).rejects.toEqual(refusal("invalid_input"));
  await expect(add("2024-05-05")).rejects.toEqual(refusal("invalid_input"));
  await expect(add("2026-02-04")).rejects.toEqual(refusal("invalid_input"));
  for (const day of ["2026-01-31", "2025-12-31"]) {
    const into = { kind: "by_hand", happenedOn: day, bookedOn: day, lines: [] };
    await expect(school.asSystem(asStep((ctx) => insertEntries(ctx, [into])))).rejects.toThrow();
  }
  const reversal = await school.as(finance)((ctx) => reverseEntry(ctx, { seq, reason: "Counted twice." }));
  const [stored] = await school.database.read
    .select()
    .from(accountingEntries)
    .where(eq(accountingEntries.seq, reversal));
  expect(stored).toMatchObject({ bookedOn: "2026-02-01", happenedOn: "2026-01-01", isLate: true, reversesSeq: seq });
  await expect(school.as(finance)((ctx) => reverseEntry(ctx, { seq, reason: "Again." }))).rejects.toEqual(
    refusal("wrong_state"),
  );
  const admin = await school.person("admin");
  await school.as(admin)((ctx) => reopenPeriod(ctx, { period: "2026-01", reason: "A bill was missing." }));
  await add("2026-01-31");
});

test("what a course earns with time is deferred, earned day by day, and goes back first", async () => {
  await school.say({ revenueRecognition: "over_course" });
  const bought = await school.ordered(10_000);
  const [from, to] = [new Date("2026-02-01T09:00:00Z"), new Date("2026-05-11T18:00:00Z")];
  await school.database.write((tx) =>
    tx.update(cohorts).set({ startsAt: from, endsAt: to }).where(eq(cohorts.id, bought.cohortId)),
  );
  await school.pay(bought);
  await book();
  const detail = "outside:0";
  expect(await bookedOf(bought.order.id)).toMatchObject({ [`deferred_revenue ${detail}`]: -10_000 });
  const earn = (period: string) => school.asSystem((ctx) => earnRevenue(ctx, { period }));
  expect(await earn("2026-02")).toBeNull();
  expect(await earn("2026-02")).toBeNull();
  const deferred = async () => (await school.database.read.select().from(deferredRevenue))[0];
  expect(await deferred()).toMatchObject({ deferredMinor: 10_000, earnedMinor: 2800 });
  await school.refund(bought, 8000);
  await book();
  expect(await deferred()).toMatchObject({ deferredMinor: 2800, earnedMinor: 2800 });
  expect(await bookedOf(bought.order.id)).toMatchObject({
    [`deferred_revenue ${detail}`]: -2800,
    [`refunds ${detail}`]: 800,
  });
  const balance = await balanceOf("2026-02", "2026-02");
  expect(balance?.rows.find(({ account }) => account === "deferred_revenue")?.closingMinor).toBe(0);
});

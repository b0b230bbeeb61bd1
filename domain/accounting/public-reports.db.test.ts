import { and, asc, eq, gt } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accountingEntries, accountingLines, courses, orderLines } from "#db/schema/index.ts";
import { openInvoicingSchool } from "#tests/support/invoicing-school.ts";
import { sealNow } from "#tests/support/seal-now.ts";
import { toDecimal } from "../kernel/money.ts";
import { addEntry } from "./add-entry.ts";
import { bookJournals } from "./book-journals.ts";
import { closePeriod } from "./close-period.ts";
import { getOpenItems } from "./get-open-items.ts";
import { insertEntries } from "./insert-entries.ts";
import { reopenPeriod } from "./reopen-period.ts";
import { getRevenueByCourse } from "./revenue-reports.ts";
import { reverseEntry } from "./reverse-entry.ts";
import { splitOrderAmount } from "./split-order-amount.ts";
import { streamEntries } from "./stream-entries.ts";
import { asStep } from "#tests/support/as-step.ts";

/** What went wrong in the general ledgers of others, by their public reports, tried on ours. */

let school: Awaited<ReturnType<typeof openInvoicingSchool>>;
let finance: Awaited<ReturnType<typeof school.person>>;
beforeAll(async () => {
  school = await openInvoicingSchool();
  finance = await school.person("finance");
});
afterAll(() => school.drop());

const CHARGES = { debit: "payment_fees", credit: "bank", amountMinor: 700, currency: "CHF", words: "Charges" } as const;
const add = (bookedOn: string) => school.as(finance)((ctx) => addEntry(ctx, { ...CHARGES, bookedOn }));
const reverse = (seq: number, reason = "Twice.") => school.as(finance)((ctx) => reverseEntry(ctx, { seq, reason }));
async function book() {
  await sealNow(school.database);
  while ((await school.asSystem(bookJournals)) > 0);
}

test("a reversal cannot be reversed, which would book the first entry again (frappe/erpnext#58092)", async () => {
  const reversal = await reverse(await add("2026-01-05"));
  await expect(reverse(reversal)).rejects.toMatchObject({ code: "wrong_state" });
});

test("of two people who reverse an entry at once, one does (frappe/erpnext#49101)", async () => {
  const seq = await add("2026-01-05");
  const done = await Promise.allSettled([reverse(seq), reverse(seq), reverse(seq)]);
  expect(done.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  const reversals = await school.database.read
    .select()
    .from(accountingEntries)
    .where(eq(accountingEntries.reversesSeq, seq));
  expect(reversals).toHaveLength(1);
});

test("the longest reason that a form takes can reverse an entry, and the audit log keeps all of it", async () => {
  const reversal = await reverse(await add("2026-01-05"), "é".repeat(500));
  const [stored] = await school.database.read
    .select()
    .from(accountingEntries)
    .where(eq(accountingEntries.seq, reversal));
  expect(stored?.words.startsWith("éé")).toBe(true);
});

test("a sale on New Year's Eve by UTC is one of January by the school's clock (hasgeek/boxoffice#462)", async () => {
  school.clock.set(new Date("2026-01-31T23:30:00Z"));
  const bought = await school.ordered(10_000);
  await school.pay(bought);
  await book();
  const [entry] = await school.database.read
    .select()
    .from(accountingEntries)
    .where(and(eq(accountingEntries.orderId, bought.order.id), eq(accountingEntries.kind, "order_paid")));
  expect(entry).toMatchObject({ bookedOn: "2026-02-01", period: "2026-02", isLate: false });
});

test.each([
  ["JPY", 1127, 102],
  ["KWD", 12_345, 1123],
  ["CHF", 333, 25],
])(
  "parts of an amount in %s come to whole units, and to zero together (frappe/books#770)",
  (currency, totalMinor, taxMinor) => {
    const lines = [
      { totalMinor, taxMinor },
      { totalMinor: totalMinor * 2 + 1, taxMinor: taxMinor * 2 },
    ];
    const whole = lines.reduce((sum, line) => sum + line.totalMinor, 0);
    const parts = [0, Math.floor(whole / 3), Math.floor(whole / 7), whole];
    for (const [from, to] of [
      [parts[0], parts[1]],
      [parts[1], parts[2]],
      [parts[2], parts[3]],
    ] as [number, number][]) {
      const shares = splitOrderAmount(lines, from, to);
      expect(shares.every(({ netMinor, taxMinor: tax }) => Number.isInteger(netMinor) && Number.isInteger(tax))).toBe(
        true,
      );
      expect(shares.reduce((sum, share) => sum + share.netMinor + share.taxMinor, 0)).toBe(to - from);
    }
    const decimals = { JPY: 0, KWD: 3, CHF: 2 }[currency] ?? 0;
    expect(toDecimal({ minor: totalMinor, currency }).split(".")[1]?.length ?? 0).toBe(decimals);
  },
);

test("the ages of what is owed come to what is owed, whatever its day (frappe/erpnext#49262)", async () => {
  const byHand = { debit: "receivable", credit: "opening", amountMinor: 2500, currency: "CHF", words: "Old" } as const;
  await school.as(finance)((ctx) => addEntry(ctx, { ...byHand, bookedOn: "2026-01-02" }));
  const rows = await getOpenItems(school.reading(finance));
  expect(rows.length).toBeGreaterThan(0);
  for (const { amounts } of rows) {
    const sum = amounts.at(-1);
    expect(amounts.slice(0, -1).reduce((total, minor) => total + minor, 0)).toBe(sum);
  }
});

test("revenue of a course without a name any more is still shown, and leads to its lines", async () => {
  const line = (amountMinor: number, account: "bank" | "revenue", detail: string) =>
    ({ account, detail, amountMinor, currency: "CHF" }) as const;
  const gone = { ...{ kind: "order_paid", happenedOn: "2026-01-09", bookedOn: "2026-01-09" } };
  await school.asSystem(
    asStep((ctx) =>
      insertEntries(ctx, [
        { ...gone, lines: [line(500, "bank", ""), line(-500, "revenue", "crs_gone standard:81000")] },
      ]),
    ),
  );
  const rows = await getRevenueByCourse(school.reading(finance), { from: "2026-01", to: "2026-01" });
  expect(rows.find(({ key }) => key.startsWith("crs_gone"))).toMatchObject({
    ...{ label: "crs_gone", amounts: [500, 0, 0, 500] },
    shows: { account: "net_revenue", detail: "crs_gone" },
  });
  expect((await school.database.read.select().from(courses)).some(({ id }) => id === "crs_gone")).toBe(false);
});

test("a file that is read while entries are made has each of them whole, or not at all", async () => {
  const seen: number[] = [];
  const last = await add("2026-01-06");
  for await (const entries of streamEntries(school.reading(finance), { from: "2026-01", to: "2026-12" })) {
    for (const { seq, lines } of entries) {
      expect(lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(0);
      seen.push(seq);
    }
    if (seen.at(-1) === last) await add("2026-01-06");
  }
  expect(seen).toEqual([...new Set(seen)].sort((a, b) => a - b));
  expect(seen.at(-1)).toBeGreaterThanOrEqual(last);
});

test("whoever enters while a month is being closed is in time, or refused; nothing gets behind it (uzerpllp/uzerp#93)", async () => {
  await school.asSystem(bookJournals);
  const close = () => school.as(finance)((ctx) => closePeriod(ctx, { period: "2026-01" }));
  const [closed, ...entered] = await Promise.allSettled([
    close(),
    ...["2026-01-11", "2026-01-12", "2026-01-13"].map((day) => add(day)),
  ]);
  expect(closed.status).toBe("fulfilled");
  const [lastBefore] = [Math.max(...entered.flatMap((each) => (each.status === "fulfilled" ? [each.value] : [0])))];
  await expect(add("2026-01-14")).rejects.toMatchObject({ code: "invalid_input" });
  const late = await school.database.read
    .select()
    .from(accountingEntries)
    .where(and(eq(accountingEntries.period, "2026-01"), gt(accountingEntries.seq, lastBefore)));
  expect(late.filter(({ words }) => words === "Charges" && lastBefore > 0)).toEqual([]);
});

test("an entry of a closed month is reversed in an open one, and its month keeps what was reported (OCA/account-financial-tools#265)", async () => {
  const [byHand] = await school.database.read
    .select()
    .from(accountingEntries)
    .where(and(eq(accountingEntries.kind, "opening_balance"), eq(accountingEntries.period, "2026-01")))
    .orderBy(asc(accountingEntries.seq));
  const reversal = await reverse(byHand?.seq ?? 0);
  const lines = await school.database.read.select().from(accountingLines).where(eq(accountingLines.entrySeq, reversal));
  expect(lines.map(({ period }) => period)).toEqual(["2026-02", "2026-02"]);
  const admin = await school.person("admin");
  await school.as(admin)((ctx) => reopenPeriod(ctx, { period: "2026-01", reason: "Done." }));
});

test("an order's lines can have no tax without its entries having lines of nothing", async () => {
  const bought = await school.ordered(9000);
  await school.database.write((tx) =>
    tx.update(orderLines).set({ taxMinor: 0 }).where(eq(orderLines.orderId, bought.order.id)),
  );
  await school.pay(bought);
  await book();
  const lines = await school.database.read.select().from(accountingLines);
  expect(lines.filter(({ amountMinor }) => amountMinor === 0)).toEqual([]);
});

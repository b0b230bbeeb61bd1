import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { addEntry } from "./add-entry.ts";
import { addOpeningBalances } from "./add-opening-balances.ts";
import { changeAccountingSettings } from "./change-accounting-settings.ts";
import { closePeriod } from "./close-period.ts";
import { getTrialBalance } from "./get-trial-balance.ts";
import { listEntries } from "./list-entries.ts";
import { reverseEntry } from "./reverse-entry.ts";

let school: TestSchool;
let finance: Awaited<ReturnType<TestSchool["person"]>>;
beforeAll(async () => {
  school = await openTestSchool();
  finance = await school.person("finance");
});
afterAll(() => school.drop());

type Opening = Parameters<typeof addOpeningBalances>[1];
const OPENING: Opening = {
  ...{ bookedOn: "2025-07-01", currency: "CHF", words: "Books of before" },
  lines: [
    { account: "bank", amountMinor: 100_000 },
    { account: "receivable", amountMinor: 20_000 },
    { account: "credit", amountMinor: -5000 },
    { account: "opening", amountMinor: -115_000 },
  ],
};
const open = (changes: Partial<Opening> = {}) =>
  school.as(finance)((ctx) => addOpeningBalances(ctx, { ...OPENING, ...changes }));
const add = (bookedOn: string, debit: "bank" | "payment_fees", credit: "revenue" | "bank", amountMinor: number) =>
  school.as(finance)((ctx) =>
    addEntry(ctx, { bookedOn, debit, credit, amountMinor, currency: "CHF", words: "By hand" }),
  );

async function balanceOf(from: string, to: string) {
  const [balance] = await getTrialBalance(school.reading(finance), { from, to });
  const rows = Object.fromEntries(
    (balance?.rows ?? []).map(({ account, openingMinor, closingMinor }) => [account, [openingMinor, closingMinor]]),
  );
  return { rows, broughtForwardMinor: balance?.broughtForwardMinor };
}

test("opening balances of several accounts are one entry, which can be reversed", async () => {
  const seq = await open();
  const months = { from: "2025-07", to: "2025-07" };
  const [entry] = await listEntries(school.reading(finance), { ...months, afterSeq: seq - 1, limit: 1 });
  expect(entry).toMatchObject({ kind: "opening_balance", words: "Books of before" });
  expect(entry?.lines.map(({ amountMinor }) => amountMinor).sort((a, b) => a - b)).toEqual([
    -115_000, -5000, 20_000, 100_000,
  ]);
  await school.as(finance)((ctx) => reverseEntry(ctx, { seq, reason: "A wrong file." }));
  await open();
});

test("what does not come to zero is refused with the difference, and so is one account alone", async () => {
  const lines: Opening["lines"] = [
    { account: "bank", amountMinor: 100_000 },
    { account: "opening", amountMinor: -99_950 },
  ];
  await expect(open({ lines })).rejects.toMatchObject({
    ...{ code: "invalid_input", said: { key: "accounting.opening_off" } },
    detail: { words: { values: { debit: "CHF 1000.00", credit: "CHF 999.50", difference: "CHF 0.50" } } },
  });
  await expect(open({ lines: [{ account: "bank", amountMinor: 0 }] })).rejects.toMatchObject({ code: "invalid_input" });
  await expect(open({ bookedOn: "2030-01-01" })).rejects.toMatchObject({ code: "invalid_input" });
});

test("a new year begins with the balances, and with no revenue and no costs; the result of earlier years is one figure", async () => {
  await add("2025-11-05", "bank", "revenue", 30_000);
  await add("2025-12-31", "payment_fees", "bank", 1000);
  await add("2026-01-01", "bank", "revenue", 7000);
  expect(await balanceOf("2026-01", "2026-01")).toEqual({
    rows: {
      bank: [129_000, 136_000],
      receivable: [20_000, 20_000],
      credit: [-5000, -5000],
      opening: [-115_000, -115_000],
      revenue: [0, -7000],
      payment_fees: [0, 0],
    },
    broughtForwardMinor: -29_000,
  });
});

test("the year begins with the month that the school has said, for earlier years too", async () => {
  const owner = await school.person("owner");
  await school.as(owner)((ctx) => changeAccountingSettings(ctx, { accountingYearMonth: 8 }));
  const { rows, broughtForwardMinor } = await balanceOf("2026-01", "2026-01");
  expect(rows.revenue).toEqual([-30_000, -37_000]);
  expect(broughtForwardMinor).toBe(0);
});

test("a closed month takes no opening balances", async () => {
  for (const period of ["2025-07", "2025-11", "2025-12"])
    await school.as(finance)((ctx) => closePeriod(ctx, { period }));
  await expect(open()).rejects.toMatchObject({ code: "invalid_input" });
});

import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accountingOpenItems, accountingTotals } from "#db/schema/index.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { addEntry } from "../accounting/add-entry.ts";
import { reconcileAccounts } from "./reconcile-accounts.ts";

let school: TestSchool;
beforeAll(async () => {
  school = await openTestSchool();
  const finance = await school.person("finance");
  const entry = { credit: "opening", currency: "CHF", words: "Opening balance" } as const;
  const add = (debit: "bank" | "receivable", amountMinor: number, bookedOn: string) =>
    school.as(finance)((ctx) => addEntry(ctx, { ...entry, debit, amountMinor, bookedOn }));
  await add("bank", 5000, "2025-12-31");
  await add("bank", 700, "2026-01-02");
  await add("receivable", 250, "2026-01-02");
});
afterAll(() => school.drop());

async function counted() {
  const found = [];
  for await (const differences of reconcileAccounts(school.database.read)) found.push(...differences);
  return found;
}

test("the totals of the accounts are what their lines come to", async () => {
  expect(await counted()).toEqual([]);
});

test("a total that is off is found, in its month and account, and so is a line's count", async () => {
  const ofBank = and(eq(accountingTotals.account, "bank"), eq(accountingTotals.period, "2026-01"));
  const set = (debitMinor: number, lineCount: number) =>
    school.database.write((tx) => tx.update(accountingTotals).set({ debitMinor, lineCount }).where(ofBank));
  await set(701, 1);
  expect(await counted()).toEqual([
    {
      ...{ objectType: "accounting_period", objectId: "2026-01 bank  CHF" },
      ...{ said: "debit 701, credit 0, 1 lines", counted: "debit 700, credit 0, 1 lines" },
    },
  ]);
  await set(700, 2);
  expect(await counted()).toHaveLength(1);
  await set(700, 1);
});

test("what an order is said to owe is held against the receivable account", async () => {
  await school.database.write((tx) =>
    tx.insert(accountingOpenItems).values({ orderId: "ord_1", currency: "CHF", balanceMinor: 9 }),
  );
  expect(await counted()).toEqual([{ objectType: "order", objectId: "ord_1 CHF", said: "owes 9", counted: "owes 0" }]);
});

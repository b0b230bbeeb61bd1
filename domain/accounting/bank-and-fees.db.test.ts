import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  accountingEntries,
  accountingLines,
  bankAccounts,
  bankFiles,
  bankLines,
  bankMatches,
  providerTransactions,
} from "#db/schema/index.ts";
import { openInvoicingSchool } from "#tests/support/invoicing-school.ts";
import { sealNow } from "#tests/support/seal-now.ts";
import { createId } from "../kernel/ids.ts";
import { bookBankLines, hasUnbookedBankLine } from "./book-bank-lines.ts";
import { bookJournals } from "./book-journals.ts";
import { bookProviderTransactions, hasUnbookedTransaction } from "./book-provider-transactions.ts";
import { getEntry } from "./get-entry.ts";
import { getPayoutReport } from "./get-payout-report.ts";

let school: Awaited<ReturnType<typeof openInvoicingSchool>>;
beforeAll(async () => {
  school = await openInvoicingSchool();
});
afterAll(() => school.drop());

async function balances() {
  await sealNow(school.database);
  while ((await school.asSystem(bookJournals)) > 0);
  while ((await school.asSystem(bookProviderTransactions)) > 0);
  while ((await school.asSystem(bookBankLines)) > 0);
  const rows = await school.database.read
    .select({
      part: sql<string>`${accountingLines.account} || ' ' || ${accountingLines.detail}`,
      minor: sql<number>`sum(${accountingLines.amountMinor})`.mapWith(Number),
    })
    .from(accountingLines)
    .where(sql`${accountingLines.account} in ('bank', 'clearing', 'suspense', 'payment_fees')`)
    .groupBy(accountingLines.account, accountingLines.detail);
  return Object.fromEntries(rows.map(({ part, minor }) => [part.trim(), minor]).filter(([, minor]) => minor !== 0));
}

const transaction = (facts: Partial<typeof providerTransactions.$inferInsert>) => {
  const id = createId("providerTransaction");
  const row = { id, provider: "sandbox" as const, reference: id, currency: "CHF", feeMinor: 0, grossMinor: 0 };
  const at = { occurredAt: school.clock(), storedAt: school.clock() };
  return school.database.write((tx) =>
    tx.insert(providerTransactions).values({ ...row, kind: "charge", netMinor: 0, ...at, ...facts }),
  );
};

test("a payment's fee and its payout leave nothing at the provider, and what nobody knows is in suspense", async () => {
  const bought = await school.ordered(10_000);
  await school.pay(bought);
  const ours = { matchedType: "payment", matchedId: bought.payment.id };
  await transaction({ grossMinor: 10_000, feeMinor: 320, netMinor: 9680, ...ours });
  expect(await hasUnbookedTransaction(school.database.read)).toBe(true);
  await transaction({ kind: "payout", grossMinor: -9680, netMinor: -9680 });
  await transaction({ grossMinor: 700, feeMinor: 20, netMinor: 680, matchedType: "foreign" });
  expect(await balances()).toEqual({
    "clearing payouts": 9680,
    "clearing sandbox": 680,
    "payment_fees sandbox": 340,
    "suspense sandbox": -700,
  });
  expect(await hasUnbookedTransaction(school.database.read)).toBe(false);
});

test("a line of a statement is in suspense until it is matched, and again when that is undone", async () => {
  const before = await balances();
  const bought = await school.ordered(5000);
  const { read, write } = school.database;
  const of = { accountId: createId("bankAccount"), fileId: createId("bankFile") };
  const createdAt = school.clock();
  const id = createId("bankLine");
  await write(async (tx) => {
    await tx.insert(bankAccounts).values({ id: of.accountId, iban: "CH5604835012345678009", createdAt });
    const file = { id: of.fileId, hash: "1", name: "a.xml", format: "camt053" as const, findings: [] };
    await tx.insert(bankFiles).values({ ...file, lineCount: 1, newCount: 1, createdAt });
    await tx.insert(bankLines).values({
      ...{ ...of, id, key: "1", source: "camt053", fileLine: 1, state: "waiting", createdAt },
      ...{ bookedOn: "2026-01-07", amountMinor: 5000, amountText: "50.00", currency: "CHF", name: "Ann" },
    });
  });
  expect(await hasUnbookedBankLine(read, school.clock())).toBe(true);
  expect(await balances()).toEqual({ ...before, "bank CH5604835012345678009": 5000, suspense: -5000 });
  const matchId = createId("bankMatch");
  await write((tx) =>
    tx.insert(bankMatches).values({
      ...{ id: matchId, lineId: id, kind: "payment", orderId: bought.order.id, paymentId: bought.payment.id },
      ...{ amountMinor: 5000, currency: "CHF", createdAt },
    }),
  );
  expect(await balances()).toEqual({ ...before, "bank CH5604835012345678009": 5000, "clearing bank": -5000 });
  await write((tx) => tx.update(bankMatches).set({ undoneAt: createdAt }).where(eq(bankMatches.id, matchId)));
  expect(await balances()).toEqual({ ...before, "bank CH5604835012345678009": 5000, suspense: -5000 });
  expect(await hasUnbookedBankLine(read, school.clock())).toBe(false);
  const kinds = (await read.select({ kind: accountingEntries.kind }).from(accountingEntries)).map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind.startsWith("bank_"))).toEqual(["bank_line", "bank_matched", "bank_unmatched"]);
  // An entry leads on: to the line that it books, and to the order that the line's money was taken for.
  const ctx = school.reading(await school.person("finance"));
  const entries = await read.select().from(accountingEntries).orderBy(accountingEntries.seq);
  const shown = await Promise.all(
    entries.filter(({ kind }) => kind.startsWith("bank_")).map(async ({ seq }) => (await getEntry(ctx, { seq }))?.bank),
  );
  const [lineId, code] = [id, bought.order.code];
  expect(shown).toEqual([
    { lineId, orderCodes: [] },
    { lineId, orderCodes: [code] },
    { lineId, orderCodes: [code] },
  ]);
});

test("a payout is held against the line that it became, and what is not matched is what is on its way", async () => {
  const { read, write } = school.database;
  const months = { from: "2026-01", to: "2026-01" };
  const report = async () => getPayoutReport(school.reading(await school.person("finance")), months);
  const [before] = await report();
  expect(before?.amounts).toEqual([9680, 0, 9680]);
  expect(before?.shows).toBeUndefined();
  const [known] = await read.select().from(bankLines);
  if (!known) throw new Error("no line of the bank");
  const line = async (key: string, amountMinor: number, transactionId: string | null) => {
    const id = createId("bankLine");
    const createdAt = school.clock();
    await write(async (tx) => {
      await tx.insert(bankLines).values({
        ...{ ...known, id, key, fileLine: 2, state: "matched", name: "Sandbox" },
        ...{ amountMinor, amountText: "", bookedOn: "2026-01-09", createdAt },
      });
      await tx.insert(bankMatches).values({
        ...{ id: createId("bankMatch"), lineId: id, kind: "provider_payout", transactionId },
        ...{ amountMinor, currency: "CHF", createdAt },
      });
    });
    return id;
  };
  const lineId = await line("2", 9680, before?.key ?? null);
  const unnamed = await line("3", 500, null);
  expect(await report()).toMatchObject([
    { amounts: [9680, 9680, 0], shows: { bankLineId: lineId } },
    { amounts: [0, 500, -500], shows: { bankLineId: unnamed } },
  ]);
  const onItsWay = (await report()).reduce((sum, { amounts }) => sum + (amounts[2] ?? 0), 0);
  expect((await balances())["clearing payouts"]).toBe(onItsWay);
});

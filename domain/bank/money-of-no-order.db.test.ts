import { asc, eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accountingEntries, accountingLines, bankAccounts, bankFiles, bankLines } from "#db/schema/index.ts";
import { openInvoicingSchool } from "#tests/support/invoicing-school.ts";
import { addEntry } from "../accounting/add-entry.ts";
import { bookBankLines } from "../accounting/book-bank-lines.ts";
import { closePeriod } from "../accounting/close-period.ts";
import { getEntry } from "../accounting/get-entry.ts";
import { getTrialBalance } from "../accounting/get-trial-balance.ts";
import { createId } from "../kernel/ids.ts";
import { isRefusal } from "../kernel/refusal.ts";
import { BOOKABLE_ACCOUNTS } from "./bookable-accounts.ts";
import { getBankLine } from "./get-bank-line.ts";
import { ignoreBankLine } from "./ignore-bank-line.ts";
import { matchBankCharge } from "./match-bank-charge.ts";
import { matchBankDuplicate } from "./match-bank-duplicate.ts";
import { matchLedgerAccount } from "./match-ledger-account.ts";
import { undoBankLine } from "./undo-bank-line.ts";

let school: Awaited<ReturnType<typeof openInvoicingSchool>>;
let finance: Awaited<ReturnType<typeof school.person>>;
const IBAN = "CH5604835012345678009";
const of = { accountId: createId("bankAccount"), fileId: createId("bankFile") };
beforeAll(async () => {
  school = await openInvoicingSchool();
  finance = await school.person("finance");
  const createdAt = school.clock();
  await school.database.write(async (tx) => {
    await tx.insert(bankAccounts).values({ id: of.accountId, iban: IBAN, createdAt });
    const file = { id: of.fileId, hash: "1", name: "a.xml", format: "camt053" as const, findings: [] };
    await tx.insert(bankFiles).values({ ...file, lineCount: 1, newCount: 1, createdAt });
  });
});
afterAll(() => school.drop());

type Facts = { name?: string; iban?: string; bookedOn?: string; source?: "camt053" | "csv" };

async function addLine(amountMinor: number | null, facts: Facts = {}): Promise<string> {
  const id = createId("bankLine");
  const createdAt = school.clock();
  const problem = amountMinor === null ? { key: "bank.no_day" } : null;
  await school.database.write((tx) =>
    tx.insert(bankLines).values({
      ...{ ...of, id, key: id, source: "camt053" as const, fileLine: 1, state: "waiting" as const, createdAt, problem },
      ...{ bookedOn: createdAt.toISOString().slice(0, 10), amountMinor, amountText: "", currency: "CHF", ...facts },
    }),
  );
  return id;
}

/** What each account has, but for those that come to nothing. */
async function balances() {
  while ((await school.asSystem(bookBankLines)) > 0);
  const rows = await school.database.read
    .select({
      account: accountingLines.account,
      minor: sql<number>`sum(${accountingLines.amountMinor})`.mapWith(Number),
    })
    .from(accountingLines)
    .groupBy(accountingLines.account);
  const all: Record<string, number> = {};
  for (const { account, minor } of rows) if (minor !== 0) all[account] = minor;
  return all;
}

const book = (lineId: string, account: (typeof BOOKABLE_ACCOUNTS)[number], words = "Rent December") =>
  school.as(finance)((ctx) => matchLedgerAccount(ctx, { lineId, account, words }));

const refusedWith = (promise: Promise<unknown>) =>
  promise.then(
    () => "done",
    (error) => (isRefusal(error) ? error.code : Promise.reject(error)),
  );

test("money of no order leaves Suspense for the account that somebody chose, as often as it is booked and not undone", async () => {
  const before = await balances();
  const line = await addLine(-120_000, { name: "A landlord" });
  expect(await balances()).toEqual({ ...before, bank: -120_000, suspense: 120_000 });
  for (let times = 0; times < 2; times++) {
    await book(line, "other_expenses");
    expect(await balances()).toEqual({ ...before, bank: -120_000, other_expenses: 120_000 });
    expect(await refusedWith(book(line, "other_expenses"))).toBe("wrong_state");
    await school.as(finance)((ctx) => undoBankLine(ctx, { lineId: line }));
    expect(await balances()).toEqual({ ...before, bank: -120_000, suspense: 120_000 });
  }
  await school.as(finance)((ctx) => ignoreBankLine(ctx, { lineId: line, why: "not ours" }));
  expect(await balances()).toEqual({ ...before, bank: -120_000, suspense: 120_000 });
  // What was put aside can be booked, and is put aside no more.
  await book(line, "other_expenses");
  expect(await balances()).toEqual({ ...before, bank: -120_000, other_expenses: 120_000 });
  expect(await getBankLine(school.reading(finance), line)).toMatchObject({ state: "matched", ignoredReason: null });
});

test("each account that a line may be booked to takes it on both sides, and every balance is still zero in sum", async () => {
  for (const account of BOOKABLE_ACCOUNTS) {
    const before = await balances();
    await book(await addLine(5000), account);
    expect((await balances())[account] ?? 0).toBe((before[account] ?? 0) - 5000);
    await book(await addLine(-3000), account);
    const after = await balances();
    expect([after[account], after["suspense"]]).toEqual([(before[account] ?? 0) - 2000, before["suspense"]]);
    expect(Object.values(after).reduce<number>((sum, minor) => sum + minor, 0)).toBe(0);
  }
  const months = { from: "2026-01", to: "2026-12" };
  const [sheet] = await getTrialBalance(school.reading(finance), months);
  const shown = sheet?.rows.map(({ account }) => account) ?? [];
  expect(BOOKABLE_ACCOUNTS.filter((account) => !shown.includes(account))).toEqual([]);
});

test("an entry says with its text what somebody called it, and leads to the line", async () => {
  const line = await addLine(7500, { name: "A giver" });
  await book(line, "other_income", "Donation of Ms Giver");
  await balances();
  const [entry] = await school.database.read
    .select({ seq: accountingEntries.seq, words: accountingEntries.words })
    .from(accountingEntries)
    .where(eq(accountingEntries.kind, "bank_matched"))
    .orderBy(sql`${accountingEntries.seq} desc`)
    .limit(1);
  expect(entry?.words).toBe("Donation of Ms Giver");
  expect((await getEntry(school.reading(finance), { seq: entry?.seq ?? 0 }))?.bank).toEqual({
    lineId: line,
    orderCodes: [],
  });
});

test("a line whose amount could not be read is booked nowhere", async () => {
  const line = await addLine(null);
  expect(await refusedWith(book(line, "other_income"))).toBe("invalid_input");
  const charge = school.as(finance)((ctx) => matchBankCharge(ctx, { lineId: line }));
  expect(await refusedWith(charge)).toBe("invalid_input");
  expect(await getBankLine(school.reading(finance), line)).toMatchObject({ state: "waiting" });
});

test("the next line of the same counterparty, in the same direction, is suggested where the last one was booked", async () => {
  const landlord = { name: "Immo AG", iban: "CH3181239000001245689" };
  await book(await addLine(-90_000, landlord), "owner", "Rent of my flat");
  const suggested = async (minor: number, facts: Facts) =>
    (await getBankLine(school.reading(finance), await addLine(minor, facts)))?.booking;
  const known = { account: "owner", isRemembered: true };
  expect(await suggested(-90_000, { ...landlord, name: "Immo" })).toMatchObject(known);
  const unknown = { isRemembered: false };
  expect(await suggested(500, landlord)).toMatchObject({ account: "other_income", ...unknown });
  expect(await suggested(-500, { name: "Somebody else" })).toMatchObject({ account: "other_expenses", ...unknown });
});

test("one movement that two files say counts once, and twice again when that is undone; one that is alone is no duplicate", async () => {
  const before = await balances();
  const day = { bookedOn: "2026-01-05" };
  await addLine(4200, day);
  const twin = await addLine(4200, { ...day, source: "csv" });
  const alone = await addLine(4201, day);
  const both = {
    ...before,
    bank: (before["bank"] ?? 0) + 3 * 4200 + 1,
    suspense: (before["suspense"] ?? 0) - 3 * 4200 - 1,
  };
  expect(await balances()).toEqual(both);
  const match = (lineId: string) => school.as(finance)((ctx) => matchBankDuplicate(ctx, { lineId }));
  expect(await refusedWith(match(alone))).toBe("wrong_state");
  await match(twin);
  expect(await balances()).toEqual({ ...both, bank: both.bank - 4200, suspense: both.suspense + 4200 });
  await school.as(finance)((ctx) => undoBankLine(ctx, { lineId: twin }));
  expect(await balances()).toEqual(both);
});

test("a line of a closed month is booked in the next one, and says when it was", async () => {
  await balances();
  const line = await addLine(-1111, { bookedOn: "2026-01-20" });
  await balances();
  school.clock.forward(40 * 86_400_000);
  await school.as(finance)((ctx) => closePeriod(ctx, { period: "2026-01" }));
  await book(line, "other_expenses");
  await balances();
  const rows = await school.database.read
    .select({ period: accountingEntries.period, isLate: accountingEntries.isLate, on: accountingEntries.happenedOn })
    .from(accountingEntries)
    .where(eq(accountingEntries.kind, "bank_matched"))
    .orderBy(asc(accountingEntries.seq));
  expect(rows.at(-1)).toEqual({ period: "2026-02", isLate: true, on: "2026-01-20" });
  // By hand nobody enters anything in a closed month, on any account.
  const entry = { debit: "owner", credit: "other_income", amountMinor: 1, currency: "CHF", words: "w" } as const;
  const late = school.as(finance)((ctx) => addEntry(ctx, { ...entry, bookedOn: "2026-01-20" }));
  expect(await refusedWith(late)).toBe("invalid_input");
  await school.as(finance)((ctx) => addEntry(ctx, { ...entry, bookedOn: "2026-02-01" }));
});

import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bankLines, bankStatements } from "#db/schema/index.ts";
import { archiveBankAccount } from "#domain/bank/archive-bank-account.ts";
import { addBankAccount } from "#domain/bank/add-bank-account.ts";
import { explainStatement } from "#domain/bank/explain-statement.ts";
import { listBankBalances, listOpenStatements } from "#domain/bank/list-bank-balances.ts";
import { restoreBankAccount } from "#domain/bank/restore-bank-account.ts";
import { bookBankLines } from "#domain/accounting/book-bank-lines.ts";
import { DAY_MS } from "#domain/kernel/clock.ts";
import { createWriteCtx } from "#domain/kernel/create-write-ctx.ts";
import { createId } from "#domain/kernel/ids.ts";
import { listWork } from "#domain/reports/list-work.ts";
import { buildCamt, type CamtEntry, camtBalances } from "#tests/support/camt.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { loadBankFile } from "./load-bank-file.ts";
import { hashBankFile, openBankFile } from "./open-bank-file.ts";

const IBAN = "CH5604835012345678009";
type Day = [day: string, amount: string];

let school: TestSchool;
let finance: Awaited<ReturnType<TestSchool["person"]>>;
let accountId: string;
beforeAll(async () => {
  school = await openTestSchool();
  finance = await school.person("finance");
  ({ id: accountId } = await school.as(finance)((ctx) => addBankAccount(ctx, { account: IBAN })));
});
afterAll(() => school.drop());

const loadBytes = (bytes: Uint8Array) =>
  loadBankFile({ write: (verb) => school.as(finance)(verb) }, openBankFile(bytes), {
    ...{ name: "statement", hash: hashBankFile(bytes) },
  });
const load = (opened: Day, closed: Day, entries: CamtEntry[] = []) =>
  loadBytes(buildCamt(entries, { iban: IBAN, balances: camtBalances(opened, closed) }));
const problems = async () =>
  (await listOpenStatements(school.reading(finance))).map(({ problem, openingOn, openingMinor, previous }) => ({
    ...{ problem, openingOn, openingMinor, before: `${previous.closingOn} ${previous.closingMinor}` },
  }));
const waiting = async () =>
  (await listWork(school.reading(finance), { kind: "bank_gaps" }, { sort: "since", direction: "asc", page: 1 })).items;

test("a statement that does not open with the last closing balance waits for a person until the missing file comes", async () => {
  await load(["2026-01-01", "100.00"], ["2026-01-02", "150.00"], [{ amount: "50.00", day: "2026-01-02", id: "1" }]);
  expect(await problems()).toEqual([]);
  await load(["2026-01-05", "120.00"], ["2026-01-05", "120.00"]);
  expect(await problems()).toEqual([
    { problem: "gap", openingOn: "2026-01-05", openingMinor: 12_000, before: "2026-01-02 15000" },
  ]);
  expect(await waiting()).toMatchObject([
    { detail: "gap:2026-01-05", amountMinor: -3_000, currency: "CHF", who: IBAN },
  ]);
  await load(["2026-01-03", "150.00"], ["2026-01-04", "120.00"], [{ amount: "-30.00", day: "2026-01-03", id: "2" }]);
  expect([await problems(), await waiting()]).toEqual([[], []]);
});

test("the same statement by another file is one, and days that are in two statements are said", async () => {
  const mt940 = [
    ...[":20:A", ":25:CH5604835012345678009", ":28C:1/1", ":60F:C260105CHF120,00"],
    ...[":62F:C260105CHF120,00", "-", ""],
  ].join("\r\n");
  const before = await school.database.read.select().from(bankStatements);
  await loadBytes(Buffer.from(mt940));
  expect(await school.database.read.select().from(bankStatements)).toHaveLength(before.length);
  await load(["2026-01-04", "110.00"], ["2026-01-08", "110.00"]);
  await load(["2026-01-06", "100.00"], ["2026-01-09", "100.00"]);
  expect((await problems()).map(({ problem, openingOn }) => `${problem} ${openingOn}`)).toEqual([
    ...["overlap 2026-01-06", "gap 2026-01-04"],
  ]);
});

test("what was explained is off the list, and explained once", async () => {
  for (const { itemId: statementId } of await waiting()) {
    const explain = () => school.as(finance)((ctx) => explainStatement(ctx, { statementId, why: "closed twice" }));
    expect(await explain()).toMatchObject({ explanation: "closed twice", explainedBy: finance.id });
    await expect(explain()).rejects.toMatchObject({ code: "wrong_state" });
  }
  expect([await problems(), await waiting()]).toEqual([[], []]);
  // Another file that changes nothing about them leaves them explained.
  await load(["2026-01-09", "100.00"], ["2026-01-10", "100.00"]);
  expect(await problems()).toEqual([]);
});

test("the bank's last balance stands beside that of the ledger on the same day", async () => {
  const balance = async () => (await listBankBalances(school.reading(finance)))[0];
  expect(await balance()).toMatchObject({ iban: IBAN, closingOn: "2026-01-10", bankMinor: 10_000, ledgerMinor: 0 });
  await school.asSystem((ctx) => bookBankLines(ctx));
  // 50.00 came in and 30.00 went out; what was there before nobody has entered.
  expect(await balance()).toMatchObject({ bankMinor: 10_000, ledgerMinor: 2_000 });
  school.clock.forward(60 * DAY_MS);
  // Of its last day, of a day of the same month after it, and of the next month.
  const later = ["2026-01-10", "2026-01-20", "2026-02-03"].map((day) => ({ amount: "7.00", day, id: `later ${day}` }));
  await loadBytes(buildCamt(later, { iban: IBAN }));
  await school.asSystem((ctx) => bookBankLines(ctx));
  expect(await balance()).toMatchObject({ closingOn: "2026-01-10", ledgerMinor: 2_700 });
});

test("an account that is archived still takes what comes to it, and can be used again; the one of the settings is not archived", async () => {
  const bank = { accountHolder: "Lindenhof School", iban: "CH56 0483 5012 3456 7800 9" };
  const asUsed = school.database.write((tx) =>
    archiveBankAccount(
      createWriteCtx({
        ...{ tx, now: school.clock(), actor: finance, requestId: createId("request") },
        rules: { ...school.rules, bank },
      }),
      { accountId },
    ),
  );
  await expect(asUsed).rejects.toThrow(/Transfers go to this account/);
  const put = () => school.as(finance)((ctx) => archiveBankAccount(ctx, { accountId }));
  await put();
  await expect(put()).rejects.toMatchObject({ code: "wrong_state" });
  const { fileId, added } = await loadBytes(buildCamt([{ amount: "8.00", id: "10" }], { iban: IBAN }));
  expect(added).toBe(1);
  expect(await school.database.read.$count(bankLines, eq(bankLines.fileId, fileId))).toBe(1);
  // A table that names no account is not taken for one that is archived.
  const csv = Buffer.from("Date;Amount;Text\n2026-01-08;480.00;Thank you\n");
  const table = openBankFile(csv, { currency: "CHF" });
  const other = await school.as(finance)((ctx) => addBankAccount(ctx, { account: "CH9300762011623852957" }));
  await loadBankFile({ write: (verb) => school.as(finance)(verb) }, table, { name: "a.csv", hash: hashBankFile(csv) });
  expect(await school.database.read.$count(bankLines, eq(bankLines.accountId, other.id))).toBe(1);
  const restore = () => school.as(finance)((ctx) => restoreBankAccount(ctx, { accountId }));
  await restore();
  await expect(restore()).rejects.toMatchObject({ code: "wrong_state" });
  const support = await school.person("support");
  await expect(school.as(support)((ctx) => archiveBankAccount(ctx, { accountId }))).rejects.toMatchObject({
    code: "forbidden",
  });
});

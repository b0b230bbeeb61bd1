import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accountingLines, bankAccounts, bankFiles, bankLines, providerTransactions } from "#db/schema/index.ts";
import { openInvoicingSchool } from "#tests/support/invoicing-school.ts";
import { bookBankLines } from "../accounting/book-bank-lines.ts";
import { isRefusal } from "../kernel/refusal.ts";
import { createId } from "../kernel/ids.ts";
import { getBankLine } from "./get-bank-line.ts";
import { matchBankCharge } from "./match-bank-charge.ts";
import { matchBankPayout } from "./match-bank-payout.ts";
import { settleBankLine } from "./settle-bank-line.ts";
import { undoBankLine } from "./undo-bank-line.ts";

let school: Awaited<ReturnType<typeof openInvoicingSchool>>;
let finance: Awaited<ReturnType<typeof school.person>>;
const of = { accountId: createId("bankAccount"), fileId: createId("bankFile") };
beforeAll(async () => {
  school = await openInvoicingSchool();
  finance = await school.person("finance");
  const createdAt = school.clock();
  await school.database.write(async (tx) => {
    await tx.insert(bankAccounts).values({ id: of.accountId, iban: "CH5604835012345678009", createdAt });
    const file = { id: of.fileId, hash: "1", name: "a.xml", format: "camt053" as const, findings: [] };
    await tx.insert(bankFiles).values({ ...file, lineCount: 1, newCount: 1, createdAt });
  });
});
afterAll(() => school.drop());

async function addLine(amountMinor: number, facts: { name?: string; currency?: string } = {}): Promise<string> {
  const id = createId("bankLine");
  const createdAt = school.clock();
  await school.database.write((tx) =>
    tx.insert(bankLines).values({
      ...{ ...of, id, key: id, source: "camt053", fileLine: 1, state: "waiting", createdAt },
      ...{ bookedOn: createdAt.toISOString().slice(0, 10), amountMinor, amountText: "", currency: "CHF", ...facts },
    }),
  );
  return id;
}

async function addPayout(netMinor: number, provider: "stripe" | "sandbox" = "stripe"): Promise<string> {
  const id = createId("providerTransaction");
  const at = { occurredAt: school.clock(), storedAt: school.clock() };
  await school.database.write((tx) =>
    tx.insert(providerTransactions).values({
      ...{ id, provider, reference: id, kind: "payout", currency: "CHF", ...at },
      ...{ grossMinor: -netMinor, feeMinor: 0, netMinor: -netMinor },
    }),
  );
  return id;
}

const stateOf = async (id: string) =>
  (await school.database.read.select({ state: bankLines.state }).from(bankLines).where(eq(bankLines.id, id)))[0]?.state;

async function balances() {
  while ((await school.asSystem(bookBankLines)) > 0);
  const rows = await school.database.read
    .select({
      part: sql<string>`${accountingLines.account} || ' ' || ${accountingLines.detail}`,
      minor: sql<number>`sum(${accountingLines.amountMinor})`.mapWith(Number),
    })
    .from(accountingLines)
    .where(sql`${accountingLines.account} <> 'bank'`)
    .groupBy(accountingLines.account, accountingLines.detail);
  return Object.fromEntries(rows.map(({ part, minor }) => [part.trim(), minor]).filter(([, minor]) => minor !== 0));
}

const refusedWith = (promise: Promise<unknown>) =>
  promise.then(
    () => "done",
    (error) => (isRefusal(error) ? error.code : Promise.reject(error)),
  );

test("a line that names the provider and has the amount of its one payout settles by itself, once", async () => {
  const before = await balances();
  await addPayout(96_800);
  const line = await addLine(96_800, { name: "STRIPE PAYMENTS EUROPE LTD" });
  expect(await school.asSystem((ctx) => settleBankLine(ctx, { lineId: line }))).toBe("matched");
  const again = await addLine(96_800, { name: "Stripe" });
  expect(await school.asSystem((ctx) => settleBankLine(ctx, { lineId: again }))).toBe("waiting");
  expect(await balances()).toEqual({ ...before, "clearing payouts": -96_800, suspense: -96_800 });
  await school.as(finance)((ctx) => undoBankLine(ctx, { lineId: line }));
  expect(await balances()).toEqual({ ...before, suspense: -2 * 96_800 });
});

test("two payouts of one amount, or a line that names nobody, wait for a person, who is shown them", async () => {
  const payouts = [await addPayout(5000), await addPayout(5000)];
  const [named, unnamed] = [await addLine(5000, { name: "Stripe" }), await addLine(5000)];
  for (const lineId of [named, unnamed]) {
    expect(await school.asSystem((ctx) => settleBankLine(ctx, { lineId }))).toBe("waiting");
    const view = await getBankLine(school.reading(finance), lineId);
    expect(view?.payouts.map(({ transactionId }) => transactionId).sort()).toEqual([...payouts].sort());
  }
  const [first = "", second = ""] = payouts;
  await school.as(finance)((ctx) => matchBankPayout(ctx, { lineId: named, transactionId: first }));
  const taken = school.as(finance)((ctx) => matchBankPayout(ctx, { lineId: unnamed, transactionId: first }));
  expect(await refusedWith(taken)).toBe("wrong_state");
  expect(await stateOf(unnamed)).toBe("waiting");
  await school.as(finance)((ctx) => matchBankPayout(ctx, { lineId: unnamed, transactionId: second }));
  expect(await stateOf(unnamed)).toBe("matched");
});

test("a payout is one of its amount and currency, or one that its provider has not told of yet", async () => {
  const payout = await addPayout(700);
  const match = (lineId: string, transactionId: string | null) =>
    refusedWith(school.as(finance)((ctx) => matchBankPayout(ctx, { lineId, transactionId })));
  expect(await match(await addLine(701), payout)).toBe("amount_mismatch");
  expect(await match(await addLine(-700), payout)).toBe("amount_mismatch");
  expect(await match(await addLine(700, { currency: "EUR" }), payout)).toBe("amount_mismatch");
  expect(await match(await addLine(700), createId("providerTransaction"))).toBe("not_found");
  expect(await match(await addLine(700), null)).toBe("done");
});

test("what the bank charges is booked with the fees, as often as it is taken for that and not undone", async () => {
  const before = await balances();
  const line = await addLine(-500);
  for (let times = 0; times < 2; times++) {
    await school.as(finance)((ctx) => matchBankCharge(ctx, { lineId: line }));
    expect(await balances()).toEqual({ ...before, "payment_fees bank": 500 });
    const twice = school.as(finance)((ctx) => matchBankCharge(ctx, { lineId: line }));
    expect(await refusedWith(twice)).toBe("wrong_state");
    await school.as(finance)((ctx) => undoBankLine(ctx, { lineId: line }));
    expect((await balances())["payment_fees bank"] ?? 0).toBe(0);
  }
});

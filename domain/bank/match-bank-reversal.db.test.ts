import { and, eq, isNull, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accountingLines, bankAccounts, bankFiles, bankLines, bankMatches, orders, outbox } from "#db/schema/index.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { openInvoicingSchool } from "#tests/support/invoicing-school.ts";
import { sealNow } from "#tests/support/seal-now.ts";
import { bookBankLines } from "../accounting/book-bank-lines.ts";
import { bookInvoices } from "../accounting/book-invoices.ts";
import { bookJournals } from "../accounting/book-journals.ts";
import { createId } from "../kernel/ids.ts";
import { computeModulo97, formatInGroups } from "../kernel/modulo97.ts";
import { isRefusal } from "../kernel/refusal.ts";
import { getBankLine } from "./get-bank-line.ts";
import { matchBankLine } from "./match-bank-line.ts";
import { matchBankReversal } from "./match-bank-reversal.ts";
import { undoBankLine } from "./undo-bank-line.ts";

let school: Awaited<ReturnType<typeof openInvoicingSchool>>;
let finance: Awaited<ReturnType<typeof school.person>>;
const of = { accountId: createId("bankAccount"), fileId: createId("bankFile") };
const OTHER = createId("bankAccount");
beforeAll(async () => {
  school = await openInvoicingSchool({ paymentProviders: ["sandbox", "bank"] });
  finance = await school.person("finance");
  const createdAt = school.clock();
  await school.database.write(async (tx) => {
    await tx.insert(bankAccounts).values({ id: of.accountId, iban: "CH5604835012345678009", createdAt });
    await tx.insert(bankAccounts).values({ id: OTHER, iban: "CH9300762011623852957", createdAt });
    const file = { id: of.fileId, hash: "1", name: "a.xml", format: "camt053" as const, findings: [] };
    await tx.insert(bankFiles).values({ ...file, lineCount: 1, newCount: 1, createdAt });
  });
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.drop();
});

const PRICE = 48_000;
const OWN = "AAAAAAA1234";
const REFERENCE = `RF${String(98 - computeModulo97(`${OWN}RF00`)).padStart(2, "0")}${OWN}`;

async function addLine(facts: Partial<typeof bankLines.$inferInsert> = {}): Promise<string> {
  const id = createId("bankLine");
  await school.database.write((tx) =>
    tx.insert(bankLines).values({
      ...{ ...of, id, key: id, source: "camt053", fileLine: 1, state: "waiting", createdAt: school.clock() },
      ...{ bookedOn: "2026-01-07", amountMinor: PRICE, amountText: "480.00", currency: "CHF", ...facts },
    }),
  );
  return id;
}

/** What the bank takes back of money that came in two days before. */
const addReversal = (facts: Partial<typeof bankLines.$inferInsert> = {}) =>
  addLine({ amountMinor: -PRICE, bookedOn: "2026-01-09", isReversal: true, ...facts });

/** An order that a line has paid. */
async function paid(facts: Partial<typeof bankLines.$inferInsert> = {}) {
  const bought = await school.ordered(PRICE);
  const lineId = await addLine(facts);
  await school.as(finance)((ctx) => matchBankLine(ctx, { lineId, typed: bought.order.code }));
  return { ...bought, lineId };
}

const takeBack = (lineId: string, reversedId: string) =>
  school.as(finance)((ctx) => matchBankReversal(ctx, { lineId, reversedId }));
const undo = (lineId: string) => school.as(finance)((ctx) => undoBankLine(ctx, { lineId }));
const view = (lineId: string) => getBankLine(school.reading(finance), lineId);
const stateOf = async (id: string) =>
  (await school.database.read.select({ state: orders.state }).from(orders).where(eq(orders.id, id)))[0]?.state;
const liveKinds = async (lineId: string) =>
  (
    await school.database.read
      .select({ kind: bankMatches.kind })
      .from(bankMatches)
      .where(and(eq(bankMatches.lineId, lineId), isNull(bankMatches.undoneAt)))
  ).map(({ kind }) => kind);

async function balances() {
  await sealNow(school.database);
  while ((await school.asSystem(bookJournals)) > 0);
  while ((await school.asSystem(bookInvoices)) > 0);
  while ((await school.asSystem(bookBankLines)) > 0);
  const rows = await school.database.read
    .select({
      part: sql<string>`${accountingLines.account} || ' ' || ${accountingLines.detail}`,
      minor: sql<number>`sum(${accountingLines.amountMinor})`.mapWith(Number),
    })
    .from(accountingLines)
    .where(sql`${accountingLines.account} in ('bank', 'clearing', 'suspense')`)
    .groupBy(accountingLines.account, accountingLines.detail);
  const all: Record<string, number> = {};
  for (const { part, minor } of rows) if (minor !== 0) all[part.trim()] = minor;
  return all;
}

const refusedWith = (promise: Promise<unknown>) =>
  promise.then(
    () => "done",
    (error) => (isRefusal(error) ? error.code : Promise.reject(error)),
  );

test("money that the bank takes back is asked for again: the order is open, its buyer told, and nothing is left over", async () => {
  const before = await balances();
  const { order, lineId } = await paid({ endToEndId: "payer-1" });
  expect(await stateOf(order.id)).toBe("paid");
  const line = await addReversal({ endToEndId: "payer-1" });
  expect((await view(line))?.reversals).toMatchObject([{ lineId, orderCodes: [order.code], reason: "id" }]);
  await takeBack(line, lineId);
  expect(await stateOf(order.id)).toBe("awaiting_payment");
  expect([await liveKinds(lineId), await liveKinds(line)]).toEqual([["payment"], ["payment_reversed"]]);
  const mails = await school.database.read
    .select({ payload: outbox.payload })
    .from(outbox)
    .where(eq(outbox.kind, "payment_undone"));
  expect(mails).toHaveLength(1);
  expect(await balances()).toEqual(before);
  // The same money again is the order's again.
  const again = await addLine({ bookedOn: "2026-01-12" });
  await school.as(finance)((ctx) => matchBankLine(ctx, { lineId: again, typed: order.code }));
  expect(await stateOf(order.id)).toBe("paid");
});

test("what came in is taken back once, only on its account, in its amount, and not before it came", async () => {
  const { lineId } = await paid({ endToEndId: "payer-2" });
  const tried = [
    await addReversal({ endToEndId: "payer-2", accountId: OTHER }),
    await addReversal({ endToEndId: "payer-2", amountMinor: -PRICE + 1 }),
    await addReversal({ endToEndId: "payer-2", bookedOn: "2026-01-06" }),
    await addReversal({ endToEndId: "payer-2", currency: "EUR" }),
    await addLine({ endToEndId: "payer-2", isReversal: true }),
  ];
  for (const line of tried) {
    expect((await view(line))?.reversals).toEqual([]);
    expect(await refusedWith(takeBack(line, lineId))).toBe("wrong_state");
  }
  const [first, second] = [await addReversal({ endToEndId: "payer-2" }), await addReversal({ endToEndId: "payer-2" })];
  await takeBack(first, lineId);
  expect((await view(second))?.reversals).toEqual([]);
  expect(await refusedWith(takeBack(second, lineId))).toBe("wrong_state");
  // Neither can the match that brought it be undone: its money is gone.
  expect(await refusedWith(undo(lineId))).toBe("wrong_state");
});

test("the id is surer than the reference, that than the name, that than the amount; without a word of the bank only the id counts", async () => {
  const named = { name: "Ada Lovelace", iban: "CH3181239000001245689" };
  const first = await paid({ ...named, reference: REFERENCE });
  const second = await paid(named);
  const reasons = async (facts: Partial<typeof bankLines.$inferInsert>) =>
    (await view(await addReversal(facts)))?.reversals.map(({ lineId, reason }) => [lineId, reason]);
  const reference = [[first.lineId, "reference"]];
  expect(await reasons({ text: `Rückruf ${formatInGroups(REFERENCE)}` })).toEqual(reference);
  expect(await reasons({ returnReason: "CUST", isReversal: false, reference: REFERENCE })).toEqual(reference);
  const both = await reasons({ name: "Lovelace Ada" });
  expect(both?.map(([, reason]) => reason)).toEqual(["counterparty", "counterparty"]);
  expect(both?.map(([lineId]) => lineId).sort()).toEqual([first.lineId, second.lineId].sort());
  expect((await reasons({}))?.every(([, reason]) => reason === "amount")).toBe(true);
  expect(await reasons({ ...named, isReversal: false })).toEqual([]);
});

test("a line that paid several orders is taken back from all of them", async () => {
  const [one, two] = [await school.ordered(PRICE), await school.ordered(PRICE)];
  const lineId = await addLine({ amountMinor: 2 * PRICE, endToEndId: "payer-3" });
  const typed = `${one.order.code} 480.00\n${two.order.code} 480.00`;
  await school.as(finance)((ctx) => matchBankLine(ctx, { lineId, typed }));
  await takeBack(await addReversal({ amountMinor: -2 * PRICE, endToEndId: "payer-3" }), lineId);
  expect([await stateOf(one.order.id), await stateOf(two.order.id)]).toEqual(["awaiting_payment", "awaiting_payment"]);
});

test("undone, the money is the order's again, and can be taken back again", async () => {
  const before = await balances();
  const { order, lineId } = await paid({ endToEndId: "payer-4" });
  const line = await addReversal({ endToEndId: "payer-4" });
  await balances();
  for (let times = 0; times < 2; times++) {
    await takeBack(line, lineId);
    expect(await stateOf(order.id)).toBe("awaiting_payment");
    await undo(line);
    expect(await stateOf(order.id)).toBe("paid");
    expect([await liveKinds(lineId), await liveKinds(line)]).toEqual([["payment"], []]);
    // The reversal that nobody has explained is on Suspense, the payment where it was.
    const iban = "bank CH5604835012345678009";
    const { [iban]: _bank, suspense, ...rest } = await balances();
    const { [iban]: _was, suspense: suspenseBefore, ...restBefore } = before;
    expect(rest).toEqual({ ...restBefore, "clearing bank": restBefore["clearing bank"] });
    expect((suspense ?? 0) - (suspenseBefore ?? 0)).toBe(PRICE);
  }
});

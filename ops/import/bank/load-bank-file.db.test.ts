import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bankLines, bankMatches, journals, orders } from "#db/schema/index.ts";
import { addBankAccount } from "#domain/bank/add-bank-account.ts";
import { listBalances } from "#domain/ledger/list-balances.ts";
import { type CamtEntry, buildCamt } from "#tests/support/camt.ts";
import { openPayingSchool, type PayingSchool } from "#tests/support/paying-school.ts";
import { loadBankFile } from "./load-bank-file.ts";
import { hashBankFile, openBankFile } from "./open-bank-file.ts";

let school: PayingSchool;
beforeAll(async () => {
  school = await openPayingSchool({});
  await school.asSystem((ctx) => addBankAccount(ctx, { account: "CH93 0076 2011 6238 5295 7" }));
});
afterAll(() => school.close());

const loadBytes = (bytes: Uint8Array, name = "statement.xml") =>
  loadBankFile({ write: school.asSystem }, openBankFile(bytes), { name, hash: hashBankFile(bytes) });
const load = (...entries: CamtEntry[]) => loadBytes(buildCamt(entries));
const orderOf = async (id: string) => (await school.database.read.select().from(orders).where(eq(orders.id, id)))[0];
const journalCount = async () => (await school.database.read.select({ seq: journals.seq }).from(journals)).length;

describe("a transfer with the reference of its order", () => {
  test("settles it when the file is loaded, once, whoever loads the file again", async () => {
    const buyer = await school.buyer("bank");
    const bytes = buildCamt([{ amount: "480.00", id: "A1", reference: buyer.reference }]);
    expect(await loadBytes(bytes)).toMatchObject({ isAgain: false, lines: 1, added: 1, matched: 1 });
    expect(await school.standing(buyer)).toMatchObject({ payment: "settled", order: "paid", enrolment: "active" });
    const before = await journalCount();
    expect(await loadBytes(bytes)).toMatchObject({ isAgain: true, lines: 1, added: 0, matched: 0 });
    expect(await journalCount()).toBe(before);
    const [match] = await school.database.read
      .select()
      .from(bankMatches)
      .where(eq(bankMatches.orderId, buyer.order.id));
    expect(match).toMatchObject({ kind: "payment", amountMinor: 48_000, matchedBy: null, undoneAt: null });
  });

  test("in two parts is paid when the second has come", async () => {
    const { order, reference } = await school.buyer("bank");
    expect(await load({ amount: "200.00", id: "B1", reference })).toMatchObject({ matched: 1 });
    expect(await orderOf(order.id)).toMatchObject({ state: "awaiting_payment", reviewReason: "underpaid" });
    expect(await load({ amount: "280.00", id: "B2", reference })).toMatchObject({ matched: 1 });
    expect(await orderOf(order.id)).toMatchObject({ state: "paid", reviewReason: null });
  });

  test.each([
    ["more than the order asks for", { amount: "500.00" }],
    ["another currency", { amount: "480.00", currency: "EUR" }],
  ])("waits for a person when it is %s", async (what, entry) => {
    const { order, reference } = await school.buyer("bank");
    expect(await load({ id: `C ${what}`, reference, ...entry })).toMatchObject({ added: 1, matched: 0 });
    expect(await orderOf(order.id)).toMatchObject({ state: "awaiting_payment", reviewReason: null });
  });
});

test("two payments that say the same stay two, and overlapping files bring each of them once", async () => {
  const twin: CamtEntry = { amount: "12.00", day: "2026-01-05", name: "Twin", text: "coffee" };
  expect(await load(twin)).toMatchObject({ added: 1 });
  expect(await load(twin, twin, { ...twin, day: "2026-01-06" })).toMatchObject({ added: 2 });
  expect(await load(twin, twin, { ...twin, day: "2026-01-06" }, { ...twin, day: "2026-01-07" })).toMatchObject({
    added: 1,
  });
  const kept = await school.database.read.select().from(bankLines).where(eq(bankLines.name, "Twin"));
  expect(kept.map(({ bookedOn }) => bookedOn).sort()).toEqual(["2026-01-05", "2026-01-05", "2026-01-06", "2026-01-07"]);
});

test("every currency of the ledger still sums to zero", async () => {
  const sums = new Map<string, number>();
  for (const { currency, totalMinor } of await listBalances(school.database.read)) {
    sums.set(currency, (sums.get(currency) ?? 0) + totalMinor);
  }
  expect([...sums.values()].every((sum) => sum === 0)).toBe(true);
});

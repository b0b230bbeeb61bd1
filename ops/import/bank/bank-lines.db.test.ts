import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bankFiles, bankLines, bankMatches, orders, payments, refunds } from "#db/schema/index.ts";
import { addBankAccount } from "#domain/bank/add-bank-account.ts";
import { getBankLine } from "#domain/bank/get-bank-line.ts";
import { ignoreBankLine } from "#domain/bank/ignore-bank-line.ts";
import { matchBankLine } from "#domain/bank/match-bank-line.ts";
import { matchBankRefund } from "#domain/bank/match-bank-refund.ts";
import { undoBankLine } from "#domain/bank/undo-bank-line.ts";
import { expireOrder } from "#domain/checkout/expire-order.ts";
import { cancelOrder } from "#domain/checkout/cancel-order.ts";
import { createPayoutRun } from "#domain/payouts/create-payout-run.ts";
import { getOrderFunds, listBalances } from "#domain/ledger/list-balances.ts";
import { type CamtEntry, buildCamt } from "#tests/support/camt.ts";
import { openPayingSchool, type PayingSchool } from "#tests/support/paying-school.ts";
import { loadBankFile } from "./load-bank-file.ts";
import { hashBankFile, openBankFile } from "./open-bank-file.ts";
import { previewBankFile } from "./preview-bank-file.ts";

const IBAN = "CH9300762011623852957";
const OTHER = "DE89370400440532013000";

let school: PayingSchool;
beforeAll(async () => {
  school = await openPayingSchool({});
  await school.asSystem((ctx) => addBankAccount(ctx, { account: IBAN }));
});
afterAll(() => school.close());

const read = () => school.database.read;
const loadBytes = (bytes: Uint8Array, write = school.asSystem) =>
  loadBankFile({ write }, openBankFile(bytes), { name: "statement", hash: hashBankFile(bytes) });
const load = (...entries: CamtEntry[]) => loadBytes(buildCamt(entries));
const lineBy = async (text: string) => {
  const [line] = await read().select().from(bankLines).where(eq(bankLines.text, text));
  if (!line) throw new Error(`no line says ${text}`);
  return line;
};
const orderOf = async (id: string) => (await read().select().from(orders).where(eq(orders.id, id)))[0];
const settledOf = (orderId: string) =>
  read()
    .select({ amountMinor: payments.amountMinor })
    .from(payments)
    .where(and(eq(payments.orderId, orderId), eq(payments.state, "settled")));
const viewOf = async (lineId: string) => getBankLine(school.reading(await school.person("finance")), lineId);
let drawn = 0;
/** Something that stands in no other line. */
const unique = () => `line ${++drawn}`;

const mt940 = (line: string, details: string) =>
  Buffer.from([":20:X", `:25:${IBAN}`, ":28C:0", ":60F:C260101CHF100,00", line, `:86:${details}`, ""].join("\r\n"));

describe("one payment that several files tell of", () => {
  test("is one line: in a statement, in a notice, and in MT940", async () => {
    const { reference, order } = await school.buyer("bank");
    const entry = { amount: "480.00", id: unique(), reference };
    expect(await loadBytes(buildCamt([entry], { kind: "054" }))).toMatchObject({ added: 1, matched: 1 });
    expect(await loadBytes(buildCamt([entry], { kind: "053" }))).toMatchObject({ lines: 1, added: 0 });
    expect(await loadBytes(mt940(":61:2601080108C480,00NTRFNONREF", `Zahlung ${reference}`))).toMatchObject({
      lines: 1,
      added: 0,
    });
    expect(await settledOf(order.id)).toEqual([{ amountMinor: 48_000 }]);
  });

  test("but that nothing tells apart waits for a person, who is told of the other", async () => {
    const text = unique();
    await load({ amount: "77.00", text, id: unique() });
    expect(await loadBytes(mt940(":61:2601080108C77,00NTRFNONREF", `${text} again`))).toMatchObject({
      added: 1,
      matched: 0,
    });
    expect(await lineBy(`${text} again`)).toMatchObject({ state: "waiting", problem: { key: "bank.maybe_known" } });
  });

  const batch = (id: string): CamtEntry => ({ amount: "30.00", id, details: "<Btch><NbOfTxs>2</NbOfTxs></Btch>" });
  const tx = (minor: string, text: string) =>
    `<TxDtls><Amt Ccy="CHF">${minor}</Amt><RmtInf><Ustrd>${text}</Ustrd></RmtInf></TxDtls>`;
  const listed = (id: string, text: string): CamtEntry => ({
    ...batch(id),
    details: tx("10.00", `${text} a`) + tx("20.00", `${text} b`),
  });

  test("in a batch counts once, whichever comes first: the sum, or what it is the sum of", async () => {
    const [first, second, text] = [unique(), unique(), unique()];
    expect(await load(batch(first))).toMatchObject({ added: 1 });
    expect(await loadBytes(buildCamt([listed(first, text)], { kind: "054" }))).toMatchObject({ added: 2 });
    const kept = await read().select().from(bankLines).where(eq(bankLines.entryRef, first));
    expect(kept.map(({ state, amountMinor }) => `${state} ${amountMinor}`).sort()).toEqual([
      "ignored 3000",
      "waiting 1000",
      "waiting 2000",
    ]);
    expect(await loadBytes(buildCamt([listed(second, text)], { kind: "054" }))).toMatchObject({ added: 2 });
    expect(await load(batch(second))).toMatchObject({ lines: 1, added: 0 });
  });

  test("in a batch whose parts do not add up is one line with both sums", async () => {
    const id = unique();
    await load({ ...batch(id), details: tx("10.00", "x") + tx("21.00", "y") });
    const [line] = await read().select().from(bankLines).where(eq(bankLines.entryRef, id));
    expect(line).toMatchObject({ amountMinor: 3_000, batchCount: 2, problem: { key: "bank.batch_is_off" } });
  });
});

describe("a file that is loaded", () => {
  test("by two people at once brings each line once and books it once", async () => {
    const { reference, order } = await school.buyer("bank");
    const bytes = buildCamt([
      { amount: "480.00", id: unique(), reference },
      { amount: "1.00", text: unique() },
    ]);
    const loads = await Promise.all([loadBytes(bytes), loadBytes(bytes), loadBytes(bytes)]);
    expect(loads.reduce((sum, { added }) => sum + added, 0)).toBe(2);
    expect(await settledOf(order.id)).toHaveLength(1);
    expect(
      await read()
        .select()
        .from(bankFiles)
        .where(eq(bankFiles.hash, hashBankFile(bytes))),
    ).toHaveLength(1);
  });

  test("until the machine goes down is loaded to its end the next time", async () => {
    const buyers = [await school.buyer("bank"), await school.buyer("bank")];
    const bytes = buildCamt(buyers.map(({ reference }) => ({ amount: "480.00", id: unique(), reference })));
    let writes = 0;
    const dying: typeof school.asSystem = (verb) => {
      writes += 1;
      if (writes > 3) throw new Error("power");
      return school.asSystem(verb);
    };
    await expect(loadBytes(bytes, dying)).rejects.toThrow("power");
    expect(await loadBytes(bytes)).toMatchObject({ isAgain: true, lines: 2, added: 0, matched: 1 });
    for (const { order } of buyers) expect(await orderOf(order.id)).toMatchObject({ state: "paid" });
  });

  test("is shown first as what it would do, and nothing is changed", async () => {
    const { reference, order } = await school.buyer("bank");
    const file = openBankFile(
      buildCamt([
        { amount: "480.00", id: unique(), reference },
        { amount: "2.00", text: unique() },
      ]),
    );
    const ctx = school.reading(await school.person("finance"));
    expect(await previewBankFile(ctx, file)).toMatchObject({ lines: 2, added: 2, matched: 1, findings: [] });
    expect(await orderOf(order.id)).toMatchObject({ state: "awaiting_payment" });
  });

  test("of somebody else's account is refused with the account, and nothing of it is kept", async () => {
    const bytes = buildCamt([{ amount: "480.00" }], { iban: OTHER });
    await expect(loadBytes(bytes)).rejects.toMatchObject({ code: "invalid_input" });
    expect(
      await read()
        .select()
        .from(bankFiles)
        .where(eq(bankFiles.hash, hashBankFile(bytes))),
    ).toEqual([]);
  });

  test.each([
    ["five decimals", { amount: "480.12345" }, "bank.amount_decimals"],
    ["a date in 1970", { amount: "1.00", day: "1970-01-01" }, "bank.day_impossible"],
    ["the 31 April", { amount: "1.00", day: "2026-04-31" }, "bank.day_unreadable"],
    ["a currency of nobody", { amount: "1.00", currency: "QQQ" }, "bank.currency_unknown"],
  ])("keeps a line with %s, with the reason and where it stands", async (_what, entry, key) => {
    const text = unique();
    await load({ ...entry, text });
    expect(await lineBy(text)).toMatchObject({ state: "waiting", fileLine: 3, problem: { key } });
  });
});

describe("a person", () => {
  test("matches a line with several orders, all of it and no more", async () => {
    const [one, two] = [await school.buyer("bank"), await school.buyer("bank")];
    const text = unique();
    await load({ amount: "960.00", text });
    const { id: lineId } = await lineBy(text);
    const finance = await school.person("finance");
    const match = (typed: string) => school.as(finance)((ctx) => matchBankLine(ctx, { lineId, typed }));
    const codes = [one.order.code, two.order.code];
    await expect(match(`${codes[0]} 480.00`)).rejects.toMatchObject({ code: "invalid_input" });
    await expect(match(`${codes[0]} 480.00\n${codes[0]} 480.00`)).rejects.toMatchObject({ code: "invalid_input" });
    await expect(match(`${codes[0]} 480.00\nZZZZZZZ 480.00`)).rejects.toMatchObject({ code: "invalid_input" });
    await match(`${codes[0]} 480.00\n${codes[1]} 480.00`);
    for (const { order } of [one, two]) expect(await orderOf(order.id)).toMatchObject({ state: "paid" });
    await expect(match(`${codes[0]} 480.00\n${codes[1]} 480.00`)).rejects.toMatchObject({ code: "wrong_state" });
    expect((await viewOf(lineId))?.matches.map(({ by }) => by)).toEqual([expect.any(String), expect.any(String)]);
  });

  test("is offered the order that a line means, with the reason, and takes it in one step", async () => {
    const { order } = await school.buyer("bank");
    const text = `${unique()} for ${order.code}`;
    await load({ amount: "480.00", text });
    const { id: lineId } = await lineBy(text);
    expect((await viewOf(lineId))?.suggestions[0]).toMatchObject({
      reason: "code",
      doubt: null,
      parts: [{ code: order.code }],
    });
  });

  test.each([
    ["expired, a free place", "expired", "paid", null],
    ["cancelled", "cancelled", "cancelled", "money_after_cancellation"],
  ] as const)("may take money for an order that was %s", async (_what, ended, state, reviewReason) => {
    const { order, student } = await school.buyer("bank");
    if (ended === "expired") {
      await school.database.write((tx) =>
        tx.update(orders).set({ expiresAt: school.clock() }).where(eq(orders.id, order.id)),
      );
      await school.asSystem((ctx) => expireOrder(ctx, order.id));
    } else await school.as(student)((ctx) => cancelOrder(ctx, { orderId: order.id, why: "ill" }));
    const text = `${unique()} ${order.code}`;
    expect(await load({ amount: "480.00", text })).toMatchObject({ matched: 0 });
    const { id: lineId } = await lineBy(text);
    expect((await viewOf(lineId))?.suggestions[0]).toMatchObject({ doubt: ended });
    await school.asSystem((ctx) => matchBankLine(ctx, { lineId, typed: order.code }));
    expect(await orderOf(order.id)).toMatchObject({ state, reviewReason });
  });

  test("undoes a match by a reversal: the line waits, the order waits for its money, and the same match pays it", async () => {
    const { order, reference } = await school.buyer("bank");
    const text = unique();
    await load({ amount: "480.00", text, reference });
    const { id: lineId } = await lineBy(text);
    await school.asSystem((ctx) => undoBankLine(ctx, { lineId }));
    expect(await lineBy(text)).toMatchObject({ state: "waiting", decidedAt: null });
    expect(await orderOf(order.id)).toMatchObject({ state: "awaiting_payment", reviewReason: null });
    const reversals = () =>
      read()
        .select()
        .from(refunds)
        .innerJoin(payments, eq(payments.id, refunds.paymentId))
        .where(eq(payments.orderId, order.id));
    expect((await reversals()).map((row) => row.refunds.state)).toEqual(["external"]);
    await expect(school.asSystem((ctx) => undoBankLine(ctx, { lineId }))).rejects.toMatchObject({
      code: "wrong_state",
    });
    await school.asSystem((ctx) => matchBankLine(ctx, { lineId, typed: order.code }));
    expect(await orderOf(order.id)).toMatchObject({ state: "paid", reviewReason: null });
    expect((await reversals()).map((row) => row.refunds.state)).toEqual(["external"]);
    expect(await getOrderFunds(read(), { id: order.id, currency: "CHF" })).toBe(0);
  });

  test("cannot undo money of which some went back since", async () => {
    const buyer = await school.buyer("bank");
    const text = unique();
    await load({ amount: "480.00", text, reference: buyer.reference });
    await school.refund(buyer, 1_000);
    const { id: lineId } = await lineBy(text);
    await expect(school.asSystem((ctx) => undoBankLine(ctx, { lineId }))).rejects.toMatchObject({
      code: "wrong_state",
    });
    expect(await lineBy(text)).toMatchObject({ state: "matched" });
  });

  test("puts a line aside with a reason, and takes it back", async () => {
    const text = unique();
    await load({ amount: "1234.50", text });
    const { id: lineId } = await lineBy(text);
    await school.asSystem((ctx) => ignoreBankLine(ctx, { lineId, why: "rent" }));
    expect(await lineBy(text)).toMatchObject({ state: "ignored", ignoredReason: "rent" });
    await school.asSystem((ctx) => undoBankLine(ctx, { lineId }));
    expect(await lineBy(text)).toMatchObject({ state: "waiting", ignoredReason: null });
  });
});

describe("a refund by transfer", () => {
  /** A buyer who paid by transfer, and of whose money some goes back. */
  async function refunded() {
    const buyer = await school.buyer("bank");
    await load({ amount: "480.00", id: unique(), reference: buyer.reference });
    const { refund } = await school.refund(buyer, 3_000).then(async () => {
      const [row] = await read().select().from(refunds).where(eq(refunds.paymentId, buyer.payment.id));
      return { refund: row as NonNullable<typeof row> };
    });
    return { ...buyer, refund, endToEndId: refund.id.replace("ref_", "") };
  }
  const refundOf = async (id: string) => (await read().select().from(refunds).where(eq(refunds.id, id)))[0];

  test("is marked as sent by the line that carries its id, and comes back by the one that says so", async () => {
    const { refund, endToEndId, payment } = await refunded();
    expect(await load({ amount: "-30.00", id: unique(), endToEndId, name: "Anna", iban: OTHER })).toMatchObject({
      matched: 1,
    });
    expect(await refundOf(refund.id)).toMatchObject({ state: "done", payeeIban: OTHER });
    expect(await load({ amount: "30.00", id: unique(), endToEndId, returned: "AC04" })).toMatchObject({ matched: 1 });
    expect(await refundOf(refund.id)).toMatchObject({ state: "failed" });
    const all = await read().select().from(refunds).where(eq(refunds.paymentId, payment.id));
    expect(all.find(({ returnedId }) => returnedId === refund.id)).toMatchObject({
      state: "requested",
      amountMinor: 3_000,
    });
  });

  test("does not come back because a payer writes its id into a transfer, and does not go with another amount", async () => {
    const { refund, endToEndId } = await refunded();
    expect(await load({ amount: "-31.00", id: unique(), endToEndId })).toMatchObject({ matched: 0 });
    await load({ amount: "-30.00", id: unique(), endToEndId, name: "Anna", iban: OTHER });
    expect(await load({ amount: "30.00", id: unique(), endToEndId })).toMatchObject({ matched: 0 });
    expect(await refundOf(refund.id)).toMatchObject({ state: "done" });
  });

  test("is offered for a line of its amount, and taken by a person", async () => {
    const { refund, order } = await refunded();
    const given = { refundHolder: "Anna", refundIban: OTHER };
    await school.database.write((tx) => tx.update(orders).set(given).where(eq(orders.id, order.id)));
    const text = unique();
    await load({ amount: "-30.00", text, name: "Anna", iban: OTHER });
    const { id: lineId } = await lineBy(text);
    expect((await viewOf(lineId))?.refunds.map(({ refundId }) => refundId)).toContain(refund.id);
    await school.asSystem((ctx) => matchBankRefund(ctx, { lineId, refundId: refund.id }));
    expect(await refundOf(refund.id)).toMatchObject({ state: "done" });
  });

  test("goes with all of its file when the bank books the file as one", async () => {
    const some = [await refunded(), await refunded()];
    for (const { order } of some) {
      await school.database.write((tx) =>
        tx
          .update(orders)
          .set({ refundHolder: "Anna", refundIban: "CH5604835012345678009" })
          .where(eq(orders.id, order.id)),
      );
    }
    const debtor = { holder: "School", iban: IBAN };
    const run = await school.asSystem((ctx) => createPayoutRun(ctx, { currency: "CHF", debtor }));
    const inRun = await read().select().from(refunds).where(eq(refunds.payoutRunId, run.id));
    const total = inRun.reduce((sum, { amountMinor }) => sum + amountMinor, 0) / 100;
    expect(await load({ amount: `-${total.toFixed(2)}`, id: unique(), text: `PAYOUT-${run.code}-1` })).toMatchObject({
      matched: 1,
    });
    for (const { id } of inRun) expect(await refundOf(id)).toMatchObject({ state: "done" });
    // The bank may have the file: what stands in it is not sent again by a slip.
    const { id: lineId } = await lineBy(`PAYOUT-${run.code}-1`);
    await expect(school.asSystem((ctx) => undoBankLine(ctx, { lineId }))).rejects.toMatchObject({
      code: "wrong_state",
    });
  });
});

test("no line was taken twice, and every currency of the ledger sums to zero", async () => {
  const live = await read().select().from(bankMatches);
  const perLine = new Map<string, number>();
  for (const { lineId, amountMinor, undoneAt } of live) {
    if (undoneAt === null) perLine.set(lineId, (perLine.get(lineId) ?? 0) + amountMinor);
  }
  for (const [lineId, sum] of perLine) {
    const [line] = await read().select().from(bankLines).where(eq(bankLines.id, lineId));
    expect(Math.abs(line?.amountMinor ?? 0)).toBe(sum);
  }
  const sums = new Map<string, number>();
  for (const { currency, totalMinor } of await listBalances(read()))
    sums.set(currency, (sums.get(currency) ?? 0) + totalMinor);
  expect([...sums.values()].every((sum) => sum === 0)).toBe(true);
});

import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bankLines, bankMatches, orders, outbox, payments, refunds } from "#db/schema/index.ts";
import { addBankAccount } from "#domain/bank/add-bank-account.ts";
import { getBankLine } from "#domain/bank/get-bank-line.ts";
import { matchBankLine } from "#domain/bank/match-bank-line.ts";
import { matchBankRefund } from "#domain/bank/match-bank-refund.ts";
import { undoBankLine } from "#domain/bank/undo-bank-line.ts";
import { confirmTransfer } from "#domain/checkout/confirm-transfer.ts";
import { listBalances } from "#domain/ledger/list-balances.ts";
import { createPayoutRun } from "#domain/payouts/create-payout-run.ts";
import { markPayoutRunSent } from "#domain/payouts/mark-payout-run-sent.ts";
import { markRefundSent } from "#domain/refunds/mark-refund-sent.ts";
import { recordReturnedRefund } from "#domain/refunds/record-returned-refund.ts";
import { type CamtEntry, buildCamt } from "#tests/support/camt.ts";
import { openPayingSchool, type PayingSchool } from "#tests/support/paying-school.ts";
import { loadBankFile } from "./load-bank-file.ts";
import { hashBankFile, openBankFile } from "./open-bank-file.ts";

const IBAN = "CH9300762011623852957";
const PAYEE = { holder: "Anna Muster", iban: "CH5604835012345678009" };

let school: PayingSchool;
beforeAll(async () => {
  school = await openPayingSchool({});
  await school.asSystem((ctx) => addBankAccount(ctx, { account: IBAN }));
});
afterAll(() => school.close());

const read = () => school.database.read;
const loadBytes = (bytes: Uint8Array) =>
  loadBankFile({ write: school.asSystem }, openBankFile(bytes), { name: "statement", hash: hashBankFile(bytes) });
const load = (...entries: CamtEntry[]) => loadBytes(buildCamt(entries));
const lineBy = async (text: string) => {
  const [line] = await read().select().from(bankLines).where(eq(bankLines.text, text));
  if (!line) throw new Error(`no line says ${text}`);
  return line;
};
const viewOf = async (text: string) => {
  const view = await getBankLine(school.reading(await school.person("finance")), (await lineBy(text)).id);
  if (!view) throw new Error("no such line");
  return view;
};
const settledOf = (orderId: string) =>
  read()
    .select({ amountMinor: payments.amountMinor })
    .from(payments)
    .where(and(eq(payments.orderId, orderId), eq(payments.state, "settled")));
const orderOf = async (id: string) => (await read().select().from(orders).where(eq(orders.id, id)))[0];
let drawn = 0;
/** Something that stands in no other line. */
const unique = () => `known ${++drawn}`;

describe("a transfer that was confirmed by hand before its line came", () => {
  async function confirmed() {
    const buyer = await school.buyer("bank");
    await school.as(await school.person("finance"))((ctx) => confirmTransfer(ctx, buyer.payment.id));
    return buyer;
  }

  test("is found by its reference: the line is its proof, and nothing is booked twice", async () => {
    const { order, reference } = await confirmed();
    const text = unique();
    expect(await load({ amount: "480.00", id: unique(), reference, text })).toMatchObject({ matched: 1 });
    expect(await settledOf(order.id)).toEqual([{ amountMinor: 48_000 }]);
    expect(await orderOf(order.id)).toMatchObject({ state: "paid", reviewReason: null });
    // A second one of as much is money that came twice.
    const again = unique();
    expect(await load({ amount: "480.00", id: unique(), reference, text: again })).toMatchObject({ matched: 0 });
    expect((await viewOf(again)).suggestions[0]).toMatchObject({ doubt: "paid_already", isConfirmed: false });
  });

  test("is offered for a line that only names its order, and stays confirmed when that is undone", async () => {
    const { order } = await confirmed();
    const text = `${unique()} ${order.code}`;
    await load({ amount: "480.00", id: unique(), text });
    expect((await viewOf(text)).suggestions[0]).toMatchObject({ doubt: null, isConfirmed: true });
    const { id: lineId } = await lineBy(text);
    const match = () => school.asSystem((ctx) => matchBankLine(ctx, { lineId, typed: `${order.code} 480.00` }));
    await match();
    expect(await settledOf(order.id)).toHaveLength(1);
    await school.asSystem((ctx) => undoBankLine(ctx, { lineId }));
    expect(await orderOf(order.id)).toMatchObject({ state: "paid", reviewReason: null });
    expect((await viewOf(text)).suggestions[0]).toMatchObject({ isConfirmed: true });
    await match();
    expect(await settledOf(order.id)).toHaveLength(1);
  });
});

test("a transfer that was asked for is asked for no more once another amount has paid its order", async () => {
  const { order, payment } = await school.buyer("bank");
  const text = `${unique()} ${order.code}`;
  await load({ amount: "530.00", id: unique(), text });
  const { id: lineId } = await lineBy(text);
  await school.asSystem((ctx) => matchBankLine(ctx, { lineId, typed: `${order.code} 530.00` }));
  expect(await orderOf(order.id)).toMatchObject({ state: "paid", reviewReason: "paid_twice" });
  const [asked] = await read().select().from(payments).where(eq(payments.id, payment.id));
  expect(asked?.state).toBe("cancelled");
});

test("a line of a day that is far ahead waits for a person, and is of today in the books", async () => {
  const { reference } = await school.buyer("bank");
  const text = unique();
  expect(await load({ amount: "480.00", day: "2099-11-30", id: unique(), reference, text })).toMatchObject({
    ...{ added: 1, matched: 0 },
  });
  const line = await viewOf(text);
  expect(line).toMatchObject({ state: "waiting", problem: { key: "bank.day_impossible" } });
  expect(line.bookedOn < "2090").toBe(true);
});

test("a line whose reference is right is not held for another order's line of the same day and amount", async () => {
  const [one, other] = [await school.buyer("bank"), await school.buyer("bank")];
  const csv = `Datum;Betrag;Währung;Text\n09.01.2026;480,00;CHF;${unique()} ${one.order.code}\n`;
  await loadBytes(Buffer.from(csv));
  const [line] = await read().select().from(bankLines).where(eq(bankLines.bookedOn, "2026-01-09"));
  await school.asSystem((ctx) => matchBankLine(ctx, { lineId: line?.id ?? "", typed: `${one.order.code} 480.00` }));
  const entry = { amount: "480.00", day: "2026-01-09", id: unique(), reference: other.reference };
  expect(await load(entry)).toMatchObject({ matched: 1 });
  // The one that may be the same money waits for a person.
  const twin = { amount: "480.00", day: "2026-01-09", id: unique(), reference: one.reference };
  expect(await load(twin)).toMatchObject({ added: 1, matched: 0 });
});

describe("a refund that a person has marked before its line came", () => {
  async function refunded(amountMinor = 3_000) {
    const buyer = await school.buyer("bank");
    await load({ amount: "480.00", id: unique(), reference: buyer.reference });
    await school.refund(buyer, amountMinor);
    const [refund] = await read().select().from(refunds).where(eq(refunds.paymentId, buyer.payment.id));
    if (!refund) throw new Error("no refund");
    return { ...buyer, refund };
  }
  const refundOf = async (id: string) => (await read().select().from(refunds).where(eq(refunds.id, id)))[0];
  const take = async (text: string, refundId: string) => {
    const { id: lineId } = await lineBy(text);
    return school.asSystem((ctx) => matchBankRefund(ctx, { lineId, refundId }));
  };
  const idsOf = async (text: string) => (await viewOf(text)).refunds.map(({ refundId }) => refundId);
  const give = (orderId: string) => {
    const set = { refundHolder: PAYEE.holder, refundIban: PAYEE.iban };
    return school.database.write((tx) => tx.update(orders).set(set).where(eq(orders.id, orderId)));
  };

  test("as sent is offered for what went out, once", async () => {
    const { refund } = await refunded(3_100);
    await school.asSystem((ctx) => markRefundSent(ctx, { refundId: refund.id, ...PAYEE }));
    const [first, second] = [unique(), unique()];
    await load({ amount: "-31.00", text: first }, { amount: "-31.00", text: second });
    expect(await idsOf(first)).toEqual([refund.id]);
    await take(first, refund.id);
    expect(await refundOf(refund.id)).toMatchObject({ state: "done", payeeIban: PAYEE.iban });
    expect(await idsOf(second)).toEqual([]);
    await expect(take(second, refund.id)).rejects.toMatchObject({ code: "wrong_state" });
    const { id: lineId } = await lineBy(first);
    await school.asSystem((ctx) => undoBankLine(ctx, { lineId }));
    expect(await refundOf(refund.id)).toMatchObject({ state: "done" });
  });

  test("as come back is offered for the money that the line names, and moves nothing twice", async () => {
    const { refund, order } = await refunded(3_200);
    await school.asSystem((ctx) => markRefundSent(ctx, { refundId: refund.id, ...PAYEE }));
    const [named, unnamed] = [`Rueckgabe Konto unbekannt ${order.code}`, unique()];
    await load({ amount: "32.00", text: named }, { amount: "32.00", text: unnamed });
    expect(await idsOf(named)).toEqual([refund.id]);
    expect(await idsOf(unnamed)).toEqual([]);
    const reason = "transfer_account_wrong";
    await school.asSystem((ctx) => recordReturnedRefund(ctx, { refundId: refund.id, reason }));
    expect(await idsOf(named)).toEqual([refund.id]);
    await take(named, refund.id);
    const all = await read().select().from(refunds).where(eq(refunds.paymentId, refund.paymentId));
    expect(all.map(({ state }) => state).sort()).toEqual(["failed", "requested"]);
    const [match] = await read().select().from(bankMatches).where(eq(bankMatches.refundId, refund.id));
    expect(match).toMatchObject({ kind: "refund_returned", hasMoved: false });
  });

  test("not at all, and without an account, is closed by no line until it is marked as sent", async () => {
    const { refund } = await refunded(3_300);
    const text = unique();
    await load({ amount: "-33.00", text, name: "Siobhan O’Rourke", iban: PAYEE.iban });
    expect(await idsOf(text)).toEqual([]);
    await expect(take(text, refund.id)).rejects.toMatchObject({
      ...{ code: "wrong_state", said: { key: "bank.refund_no_account" } },
    });
    expect(await refundOf(refund.id)).toMatchObject({ doneAt: null });
    await school.asSystem((ctx) => markRefundSent(ctx, { refundId: refund.id, ...PAYEE }));
    await take(text, refund.id);
    expect(await refundOf(refund.id)).toMatchObject({ state: "done", payeeIban: PAYEE.iban });
  });

  test("not at all, and was asked for after the day of the line, is closed by none of that day", async () => {
    const { refund, order } = await refunded(3_310);
    await give(order.id);
    const [before, same] = [unique(), unique()];
    await load({ amount: "-33.10", day: "2026-01-07", text: before }, { amount: "-33.10", text: same });
    expect(await idsOf(before)).toEqual([]);
    await expect(take(before, refund.id)).rejects.toMatchObject({
      ...{ code: "wrong_state", said: { key: "bank.refund_asked_later" } },
    });
    expect(await idsOf(same)).toEqual([refund.id]);
    await take(same, refund.id);
    expect(await refundOf(refund.id)).toMatchObject({ state: "done" });
  });

  test("as sent, and that has come back by then, takes the line of its going; the new one stays to be sent", async () => {
    const { refund, order, student } = await refunded(3_320);
    await give(order.id);
    await school.asSystem((ctx) => markRefundSent(ctx, { refundId: refund.id, ...PAYEE }));
    const [debit, later] = [unique(), unique()];
    await load({ amount: "-33.20", text: debit });
    const before = await listBalances(read());
    const endToEndId = refund.id.slice(4);
    expect(await load({ amount: "33.20", id: unique(), endToEndId, returned: "AC01" })).toMatchObject({ matched: 1 });
    const all = await read().select().from(refunds).where(eq(refunds.paymentId, refund.paymentId));
    const again = all.find(({ returnedId }) => returnedId === refund.id);
    expect((await viewOf(debit)).refunds).toMatchObject([{ refundId: refund.id, isReturned: true }]);
    await expect(take(debit, again?.id ?? "")).rejects.toMatchObject({ said: { key: "bank.refund_no_account" } });
    // Also where another account is known by then, both are offered, what came back first.
    await give(order.id);
    expect(await idsOf(debit)).toEqual([refund.id, again?.id]);
    const booked = await listBalances(read());
    await take(debit, refund.id);
    expect(await listBalances(read())).toEqual(booked);
    expect(booked).not.toEqual(before);
    expect(await refundOf(again?.id ?? "")).toMatchObject({ state: "requested" });
    const sent = await read().select().from(outbox).where(eq(outbox.recipient, student.email));
    expect(sent.filter(({ kind }) => kind === "refund_done")).toHaveLength(1);
    // Each way has its line: another debit is the new one's.
    await load({ amount: "-33.20", text: later });
    expect(await idsOf(later)).toEqual([again?.id]);
    const kinds = await read().select().from(bankMatches).where(eq(bankMatches.refundId, refund.id));
    expect(kinds.map(({ kind, hasMoved }) => [kind, hasMoved]).sort()).toEqual([
      ["refund_returned", true],
      ["refund_sent", false],
    ]);
  });

  test("by a line that was another payment, waits to be sent again once that is undone, and the right line takes it", async () => {
    const { refund, order } = await refunded(3_350);
    await give(order.id);
    const [wrong, right] = [unique(), unique()];
    await load({ amount: "-33.50", text: wrong }, { amount: "-33.50", text: right });
    const finance = await school.person("finance");
    const { id: lineId } = await lineBy(wrong);
    await school.as(finance)((ctx) => matchBankRefund(ctx, { lineId, refundId: refund.id }));
    expect((await viewOf(wrong)).matches).toMatchObject([{ kind: "refund_sent", by: expect.any(String) }]);
    const before = await listBalances(read());
    await school.as(finance)((ctx) => undoBankLine(ctx, { lineId }));
    const all = await read().select().from(refunds).where(eq(refunds.paymentId, refund.paymentId));
    const again = all.find(({ state }) => state === "requested");
    expect(all.map(({ state, failure }) => [state, failure])).toEqual(
      expect.arrayContaining([
        ["failed", "refund_not_sent"],
        ["requested", null],
      ]),
    );
    expect(again).toMatchObject({ amountMinor: 3_350, returnedId: null });
    const mails = await read().select({ kind: outbox.kind, dedupeKey: outbox.dedupeKey }).from(outbox);
    expect(mails).toContainEqual(expect.objectContaining({ kind: "refund_account_wanted", dedupeKey: again?.id }));
    await take(right, again?.id ?? "");
    expect(await listBalances(read())).toEqual(before);
    expect(await orderOf(order.id)).toMatchObject({ state: "paid", reviewReason: null });
  });

  test("with all of its file is found by the file's code, and offered by its sum", async () => {
    const made = async (amounts: number[]) => {
      for (const amount of amounts) {
        await give((await refunded(amount)).order.id);
      }
      const debtor = { holder: "School", iban: IBAN };
      const run = await school.asSystem((ctx) => createPayoutRun(ctx, { currency: "CHF", debtor }));
      await school.asSystem((ctx) => markPayoutRunSent(ctx, { runId: run.id }));
      const inRun = await read().select().from(refunds).where(eq(refunds.payoutRunId, run.id));
      const total = inRun.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
      return { run, inRun, amount: `-${(total / 100).toFixed(2)}` };
    };
    const one = await made([3_401, 3_402]);
    expect(await load({ amount: one.amount, id: unique(), text: `Sammelauftrag ${one.run.code}` })).toMatchObject({
      matched: 1,
    });
    const other = await made([3_501, 3_502]);
    const text = unique();
    await load({ amount: other.amount, text });
    expect((await viewOf(text)).runs).toEqual([
      { runId: other.run.id, code: other.run.code, count: other.inRun.length },
    ]);
    const { id: lineId } = await lineBy(text);
    await school.asSystem((ctx) => matchBankRefund(ctx, { lineId, runId: other.run.id }));
    expect(await read().select().from(bankMatches).where(eq(bankMatches.lineId, lineId))).toHaveLength(
      other.inRun.length,
    );
  });
});

describe("a return that carries the school's own id", () => {
  const DAY = "2026-01-08";
  const csv = (amount: string, text: string, day = DAY) =>
    new TextEncoder().encode(`Datum;Text;Betrag;Währung\n${day};${text};${amount};CHF\n`);
  async function sent(amountMinor: number) {
    const buyer = await school.buyer("bank");
    await school.as(await school.person("finance"))((ctx) => confirmTransfer(ctx, buyer.payment.id));
    await school.refund(buyer, amountMinor);
    const [refund] = await read().select().from(refunds).where(eq(refunds.paymentId, buyer.payment.id));
    if (!refund) throw new Error("no refund");
    await school.asSystem((write) => markRefundSent(write, { refundId: refund.id, ...PAYEE }));
    return refund.id;
  }
  const comeBack = (refundId: string, amount: string, text: string) =>
    load({ amount, day: DAY, id: unique(), endToEndId: refundId.slice(4), returned: "AC04", text });

  test("settles by itself beside a table's line that says nothing, and that one is asked about", async () => {
    const refundId = await sent(4_100);
    const [plain, text] = [unique(), unique()];
    await loadBytes(csv("41.00", plain));
    expect(await comeBack(refundId, "41.00", text)).toMatchObject({ matched: 1 });
    expect((await viewOf(text)).problem).toBeNull();
    expect((await viewOf(plain)).problem).toMatchObject({ key: "bank.maybe_known" });
  });

  test("is none that was taken for something else, or that has another day, amount or account", async () => {
    const refundId = await sent(4_200);
    const { order } = await school.buyer("bank");
    const [taken, early, more, text] = [unique(), unique(), unique(), unique()];
    await loadBytes(csv("42.00", taken));
    const { id: lineId } = await lineBy(taken);
    await school.asSystem((ctx) => matchBankLine(ctx, { lineId, typed: `${order.code} 42.00` }));
    await loadBytes(csv("42.00", early, "2026-01-07"));
    await loadBytes(csv("42.05", more));
    expect(await comeBack(refundId, "42.00", text)).toMatchObject({ matched: 1 });
    for (const each of [taken, early, more, text]) expect((await viewOf(each)).problem).toBeNull();
  });

  test("is known where a table's line was taken for that very refund", async () => {
    const refundId = await sent(4_300);
    const [plain, text] = [`Rueckgabe ${unique()}`, unique()];
    await loadBytes(csv("43.00", plain));
    const { id: lineId } = await lineBy(plain);
    await school.asSystem((ctx) => matchBankRefund(ctx, { lineId, refundId }));
    expect(await comeBack(refundId, "43.00", text)).toMatchObject({ matched: 0 });
    expect((await viewOf(text)).problem).toMatchObject({ key: "bank.maybe_known" });
  });
});

test("every currency of the ledger sums to zero", async () => {
  const sums = new Map<string, number>();
  for (const { currency, totalMinor } of await listBalances(read()))
    sums.set(currency, (sums.get(currency) ?? 0) + totalMinor);
  expect([...sums.values()].every((sum) => sum === 0)).toBe(true);
});

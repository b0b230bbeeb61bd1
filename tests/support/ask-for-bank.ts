import { expect } from "vitest";
import type { Asking } from "./ask-for-progress.ts";
import { buildCamt, camtBalances } from "./camt.ts";

const IBAN = "CH9300762011623852957";

/** Asks for every operation about what the bank says. */
export async function askForBank({ school, office, student, done }: Asking): Promise<void> {
  const { id: cohortId } = await school.cohort({ priceMinor: 9_500 });
  const { order } = await done("createEnrolment", "", student.token, { cohortId });
  await done("startPayment", order.id, student.token, { provider: "bank" });
  expect((await done("addBankAccount", "", office, { account: IBAN })).account).toBe(IBAN);
  await lookAtAccount(done, office);
  const bytes = buildCamt([
    { amount: "95.00", id: "1", text: `Course ${order.code}` },
    { amount: "-30.00", id: "2", name: "A Student" },
    { amount: "-5.00", id: "3", name: "The bank" },
    { amount: "250.00", id: "4", name: "A provider" },
    { amount: "-900.00", id: "5", name: "A landlord" },
  ]);
  const file = { name: "statement.xml", content: Buffer.from(bytes).toString("base64") };
  expect(await done("loadBankFile", "", office, { file })).toMatchObject({ lines: 5, added: 5, matched: 0 });
  const all = (await done("listBankLines", "", office)).items;
  const bookedOf = (minor: number) => all.find((each: { amount: { minor: number } }) => each.amount.minor === minor).id;
  expect((await done("matchBankCharge", bookedOf(-500), office)).matches[0].kind).toBe("bank_charge");
  const rent = { account: "other_expenses", words: "Rent January" };
  const [booked] = (await done("matchLedgerAccount", bookedOf(-90_000), office, rent)).matches;
  expect(booked).toMatchObject({ kind: "account", ...rent, orderCode: null });
  await sayTwice(done, office);
  await takeBack({ school, student, done }, office);
  expect((await done("matchBankPayout", bookedOf(25_000), office)).matches[0].kind).toBe("provider_payout");
  const line = { id: bookedOf(9_500) };
  const found = await done("readBankLine", line.id, office);
  expect(found.suggestions[0]).toMatchObject({ reason: "code", doubt: null, parts: [{ orderCode: order.code }] });
  const parts = [{ orderCode: order.code, amountMinor: 9_500 }];
  expect((await done("matchBankLine", line.id, office, { parts })).state).toBe("matched");
  expect((await done("undoBankLine", line.id, office)).state).toBe("waiting");
  const waiting = await done("listWork", "", office, undefined, "?kind=bank_lines&owner=nobody");
  const item = waiting.items.find(({ itemId }: { itemId: string }) => itemId === line.id);
  expect(item).toMatchObject({ amount: { minor: 9_500, currency: "CHF" }, owner: null, steps: ["ignore"] });
  expect(await done("assignWork", item.id, office, { ownerId: null })).toEqual({ id: item.id, ownerId: null });
  await done("takeWorkStep", item.id, office, { step: "ignore", why: "not ours" });
  await done("undoBankLine", line.id, office);
  expect((await done("ignoreBankLine", line.id, office, { why: "sent by mistake" })).ignoredReason).toBe(
    "sent by mistake",
  );
  await done("undoBankLine", line.id, office);
  const again = await done("matchBankLine", line.id, office, { parts });
  const paid = again.matches.find(({ undoneAt }: { undoneAt: string | null }) => undoneAt === null);
  expect(paid.orderCode).toBe(order.code);

  const { payments } = await done("readOrder", order.id, office);
  const { id: paymentId } = payments.find(({ state }: { state: string }) => state === "settled");
  const back = { amount: { minor: 3_000, currency: "CHF" }, reason: "a day less" };
  const { id: refundId } = await done("requestRefund", paymentId, office, back);
  await done("markRefundSent", refundId, office, { holder: "A Student", iban: "CH5604835012345678009" });
  const sent = await done("matchBankRefund", bookedOf(-3_000), office, { refundId });
  expect(sent.matches[0]).toMatchObject({ kind: "refund_sent", refundId });
}

/** An account that is put away and comes back, and a statement that is missing between two. */
async function lookAtAccount(done: Asking["done"], office: string): Promise<void> {
  const { id } = await done("addBankAccount", "", office, { account: "DE89370400440532013000" });
  expect(await done("archiveBankAccount", id, office, {})).toEqual({ id, isArchived: true });
  expect(await done("restoreBankAccount", id, office, {})).toEqual({ id, isArchived: false });
  // A table that names no account is of the only one in use.
  await done("archiveBankAccount", id, office, {});
  for (const [day, amount] of [
    ["2026-01-02", "10.00"],
    ["2026-01-07", "15.00"],
  ] as const) {
    const bytes = buildCamt([], { balances: camtBalances([day, amount], [day, amount]) });
    const file = { name: "statement.xml", content: Buffer.from(bytes).toString("base64") };
    await done("loadBankFile", "", office, { file });
  }
  const { items } = await done("listWork", "", office, undefined, "?kind=bank_gaps");
  expect(items[0]).toMatchObject({ amount: { minor: 500, currency: "CHF" }, steps: ["resolve"] });
  const explained = await done("explainBankStatement", items[0].itemId, office, { why: "the bank closed twice" });
  expect(explained).toMatchObject({ problem: "gap", explanation: "the bank closed twice" });
}

/** The same movement by two files: one of them is no money. */
async function sayTwice(done: Asking["done"], office: string): Promise<void> {
  const csv = `Datum;Text;Betrag;Währung\n2026-01-08;Fee;-5.00;CHF\n`;
  const file = { name: "statement.csv", content: Buffer.from(csv).toString("base64") };
  await done("loadBankFile", "", office, { file });
  const { items } = await done("listBankLines", "", office);
  const twin = items.find(({ problem }: { problem: string | null }) => problem?.includes("same day and amount"));
  expect((await done("matchBankDuplicate", twin.id, office)).matches[0]).toMatchObject({ kind: "duplicate" });
}

/** Money that came in for an order, and that its bank takes back. */
async function takeBack(
  { school, student, done }: Pick<Asking, "school" | "student" | "done">,
  office: string,
): Promise<void> {
  const { id: cohortId } = await school.cohort({ priceMinor: 7_700 });
  const { order } = await done("createEnrolment", "", student.token, { cohortId });
  const bytes = buildCamt([
    { amount: "77.00", id: "77", endToEndId: "payer-77", text: `Course ${order.code}` },
    { amount: "-77.00", id: "78", endToEndId: "payer-77", returned: "CUST" },
  ]);
  const file = { name: "recall.xml", content: Buffer.from(bytes).toString("base64") };
  await done("loadBankFile", "", office, { file });
  const { items } = await done("listBankLines", "", office);
  const lineOf = (minor: number) => items.find((each: { amount: { minor: number } }) => each.amount.minor === minor).id;
  await done("matchBankLine", lineOf(7_700), office, { parts: [{ orderCode: order.code, amountMinor: 7_700 }] });
  const { reversals } = await done("readBankLine", lineOf(-7_700), office);
  expect(reversals).toEqual([{ lineId: lineOf(7_700), reason: "id", orderCodes: [order.code] }]);
  const taken = await done("matchBankReversal", lineOf(-7_700), office, { reversedId: lineOf(7_700) });
  expect(taken.matches[0]).toMatchObject({ kind: "payment_reversed", orderCode: order.code });
}

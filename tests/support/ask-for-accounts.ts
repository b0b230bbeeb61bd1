import { expect } from "vitest";
import type { Asking } from "./ask-for-progress.ts";

const MONTHS = "?from=2020-01&to=2020-01";

/** Asks for every operation about the general ledger: a balance is entered, read in each way, reversed, and its month closed and opened. */
export async function askForAccounts({ office, done }: Asking): Promise<void> {
  const entry = { debit: "bank", credit: "opening", amountMinor: 12_345, currency: "CHF" };
  const { number } = await done("addAccountingEntry", "", office, {
    ...entry,
    bookedOn: "2020-01-08",
    words: "Opening",
  });
  const bank = async () => {
    const { items } = await done("listAccounts", "", office, undefined, MONTHS);
    return items.find(({ account }: { account: string }) => account === "bank").closing;
  };
  expect(await bank()).toEqual({ minor: 12_345, currency: "CHF" });
  const first = await done("listAccountingEntries", "", office, undefined, `${MONTHS}&limit=1`);
  expect(first.items).toMatchObject([{ number, kind: "opening_balance", lines: [{ account: "bank" }, {}] }]);
  const fees = { debit: "payment_fees", credit: "bank", amountMinor: 45, currency: "CHF" };
  await done("addAccountingEntry", "", office, { ...fees, bookedOn: "2020-01-09", words: "Charges" });
  const report = await done("readAccountingReport", "fees", office, undefined, MONTHS);
  expect(report).toMatchObject({ report: "fees", from: "2020-01", columns: ["fees"], rows: [{ minor: [45] }] });
  const file = await done("readAccountingFile", "abacus", office, undefined, MONTHS);
  expect(Buffer.from(file.base64, "base64").toString()).toContain("123.45;CHF");
  const reversal = await done("reverseAccountingEntry", String(number), office, { why: "Counted twice." });
  const page = await done("listAccountingEntries", "", office, undefined, `${MONTHS}&limit=2`);
  const rest = await done("listAccountingEntries", "", office, undefined, `${MONTHS}&cursor=${page.nextCursor}`);
  expect(rest.items).toMatchObject([{ number: reversal.number, reverses: number }]);
  expect(await bank()).toEqual({ minor: -45, currency: "CHF" });
  await done("closeAccountingMonth", "", office, { month: "2020-01" });
  await done("reopenAccountingMonth", "", office, { month: "2020-01", why: "A bill was missing." });
}

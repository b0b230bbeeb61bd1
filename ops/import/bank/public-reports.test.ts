import { expect, test } from "vitest";
import { type CamtEntry, buildCamt } from "#tests/support/camt.ts";
import { describeBankFile } from "#tests/support/describe-bank-file.ts";
import { keyLines } from "./load-bank-file.ts";
import { openBankFile } from "./open-bank-file.ts";

/*
 * What broke elsewhere, tried here. Each names the report.
 */
const mt940 = (...fields: string[]) =>
  Buffer.from([":20:X", ":25:NL91ABNA0417164300", ":28C:1/1", ":60F:C260101EUR0,", ...fields, ""].join("\n"));
const linesOf = (bytes: Uint8Array) => openBankFile(bytes).statements.flatMap(({ lines }) => lines);
const keysOf = (...entries: CamtEntry[]) => keyLines(openBankFile(buildCamt(entries)).statements).map(({ key }) => key);

test("OCA/bank-statement-import#475: several payments of one entry have an id each", () => {
  const tx = '<TxDtls><Amt Ccy="CHF">10.00</Amt></TxDtls>';
  const keys = keysOf({ amount: "30.00", id: "A1", details: tx.repeat(3) });
  expect(new Set(keys).size).toBe(3);
});

test("OCA/bank-statement-import#65, #83: an id that is used again next year is another payment", () => {
  const entry = { amount: "10.00", id: "0001" };
  expect(keysOf(entry, { ...entry, day: "2027-01-08" })[0]).not.toBe(keysOf({ ...entry, day: "2027-01-08" })[0]);
});

test("OCA/bank-statement-import#711: an id that is a payer's own code, used for two amounts, is two payments", () => {
  expect(new Set(keysOf({ amount: "10.00", id: "TAX" }, { amount: "11.00", id: "TAX" })).size).toBe(2);
});

test("OCA/bank-statement-import#77, OCA/l10n-spain#4915: a line keeps its key wherever it stands in an overlapping file", () => {
  const [one, two]: CamtEntry[] = [
    { amount: "1.00", text: "a" },
    { amount: "2.00", text: "b" },
  ];
  if (!one || !two) throw new Error("two lines");
  const [first] = keysOf(two);
  expect(keysOf(one, two)[1]).toBe(first);
});

test("mt940js#8, fints-hbci-php#111: a debit that was cancelled comes in, with and without a letter of its currency", () => {
  const lines = linesOf(
    mt940(":61:1812171217DR800,00N003NONREF", ":61:1812171217RDR800,00N068NONREF", ":61:180518RD5,00NMSC1"),
  );
  expect(lines.map(({ amountMinor, isReversal }) => [amountMinor, isReversal])).toEqual([
    [-80_000, false],
    [80_000, true],
    [500, true],
  ]);
});

test("wolph/mt940#117: what stands on a second line of :61: may be longer than the standard says", () => {
  const [line] = linesOf(mt940(":61:250107C0,92FMSCNONREF", "BALANCE_CASHBACK-510151a4-4ead-46c5-05ab-99b88521063c"));
  expect(line).toMatchObject({
    amountMinor: 92,
    bookedOn: "2025-01-07",
    text: "BALANCE_CASHBACK-510151a4-4ead-46c5-05ab-99b88521063c",
  });
});

test("php-mt940#69: a Dutch return says why", () => {
  const [line] = linesOf(
    mt940(":61:260108C9,00NRTINONREF", ":86:/MARF/blah/EREF/blah2/RTRN/AM04/BENM//NAME/LoremIpsum/"),
  );
  expect(line).toMatchObject({ returnReason: "AM04", endToEndId: "blah2" });
});

test("php-mt940#66: the day of the booking is the one that the bank gives, also weeks after the value date", () => {
  expect(linesOf(mt940(":61:1903050424D9,00NRTINONREF"))[0]).toMatchObject({
    valueOn: "2019-03-05",
    bookedOn: "2019-04-24",
  });
});

test("jejik-mt940#44: a page without lines, with interim balances, is a page without lines", () => {
  const text =
    "-\n:20:STARTUMS\n:25:87052000/123456789\n:28C:00215/00129\n:60M:C211102EUR0,\n:62F:C211102EUR0,\n:64:C211102EUR0,\n-\n";
  expect(describeBankFile(Buffer.from(text))).toEqual(["2: mt940 (utf-8) of 87052000/123456789"]);
});

test("jejik-mt940#54: words between slashes may be cut by the end of a line", () => {
  const [line] = linesOf(
    mt940(
      ":61:240119C426,27N247NONREF",
      ":86:/TRTP/SEPA OVERBOEKING/IBAN/NL70TRIO0123456789/BIC/TRIONL2U/NAME/",
      "TEST CLIENT/REMI/FACTUURNUMMER 12345678/EREF/2024011",
      "9225235TRIONL2UXXXE000030076",
    ),
  );
  expect(line).toMatchObject({
    name: "TEST CLIENT",
    iban: "NL70TRIO0123456789",
    text: "FACTUURNUMMER 12345678",
    endToEndId: "20240119225235TRIONL2UXXXE000030076",
  });
});

test("firefly-iii#7607, #7747: an entry without anybody on the other side is a line all the same", () => {
  expect(linesOf(buildCamt([{ amount: "10.00", details: "<TxDtls/>" }]))).toMatchObject([
    { amountMinor: 1_000, name: "", iban: "" },
  ]);
});

test("firefly-iii#12719, #11460: what was sent in another currency stands beside what arrived, and is never taken for it", () => {
  const details =
    '<TxDtls><AmtDtls><InstdAmt><Amt Ccy="EUR">100.00</Amt></InstdAmt><TxAmt><Amt Ccy="CHF">94.10</Amt></TxAmt></AmtDtls></TxDtls>';
  expect(linesOf(buildCamt([{ amount: "94.10", details }]))).toMatchObject([
    { amountMinor: 9_410, currency: "CHF", foreign: "100.00 EUR" },
  ]);
});

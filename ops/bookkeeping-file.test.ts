import { expect, test } from "vitest";
import type { StreamedEntry } from "#domain/accounting/stream-entries.ts";
import { EXPORT_FORMATS, type ExportFormat } from "#domain/accounting/export-formats.ts";
import { createBookkeepingFile, findFormat } from "./bookkeeping-file.ts";

const SALE: StreamedEntry = {
  ...{ seq: 7, kind: "order_paid", bookedOn: "2026-11-30", words: "", orderCode: "7QK2MNP" },
  lines: [
    { account: "receivable", detail: "", amountMinor: 48_000, currency: "CHF" },
    { account: "revenue", detail: "crs_1 standard:81000", amountMinor: -44_403, currency: "CHF" },
    { account: "tax", detail: "standard:81000", amountMinor: -3597, currency: "CHF" },
  ],
};
const FOREIGN: StreamedEntry = {
  ...{ seq: 8, kind: "by_hand", bookedOn: "2026-11-30", words: '=cmd "x"; 日本', orderCode: null },
  lines: [
    { account: "bank", detail: "", amountMinor: 2800, currency: "JPY" },
    { account: "opening", detail: "", amountMinor: -2800, currency: "JPY" },
  ],
};

async function* batches() {
  yield [SALE];
  yield [FOREIGN];
}

async function fileOf(format: ExportFormat, numberLength = 4) {
  const facts = {
    ...{ from: "2026-11", to: "2026-11", yearStart: "2026-01-01", currency: "CHF", numberLength },
    madeAt: new Date("2026-12-01T08:00:00Z"),
    numberOf: (account: string) => ({ receivable: "1100", revenue: "3400", tax: "2200" })[account] ?? "9999",
    nameOf: (account: string) => account,
    textOf: ({ kind, words, orderCode }: StreamedEntry) => [kind, orderCode, words].filter(Boolean).join(" "),
  };
  const stream = createBookkeepingFile(format, facts, batches());
  const bytes = Buffer.from(await new Response(stream).arrayBuffer());
  return { bytes, lines: bytes.toString(format === "datev" ? "latin1" : "utf8").split("\r\n") };
}

test("DATEV: a line about the file, one of names, and a pair of accounts for each part of an entry", async () => {
  const { lines } = await fileOf("datev");
  expect(lines[0]).toMatch(/^"EXTF";700;21;"Buchungsstapel";13;20261201080000000;.*;20260101;4;20261101;20261130;/);
  expect(lines[1]).toContain("Gegenkonto (ohne BU-Schlüssel)");
  expect(lines[2]).toBe('444,03;"S";"CHF";;;"";1100;3400;"";3011;"7QK2MNP";"7";;"order_paid 7QK2MNP"');
  expect(lines[3]).toMatch(/^35,97;"S";"CHF";;;"";1100;2200;/);
  expect(lines[4]).toContain('by_hand =cmd ""x""; ??');
});

test("DATEV: the file says how many digits the accounts have, or longer ones are taken for customers (frappe/erpnext#23496)", async () => {
  expect((await fileOf("datev", 6)).lines[0]).toContain(";20260101;6;20261101;");
});

test("Xero: debits above zero and credits below, of the books' own currency alone", async () => {
  const { lines } = await fileOf("xero");
  expect(lines.slice(1, 4).map((line) => line.split(",").slice(3).join(" "))).toEqual([
    "1100 Tax Exempt 480.00",
    "3400 Tax Exempt -444.03",
    "2200 Tax Exempt -35.97",
  ]);
  expect(lines.filter(Boolean)).toHaveLength(4);
});

test("QuickBooks: each side in its column, in its currency", async () => {
  const { lines } = await fileOf("quickbooks");
  expect(lines[1]).toBe("7,2026-11-30,receivable,480.00,,order_paid 7QK2MNP,CHF");
  expect(lines[2]).toBe("7,2026-11-30,revenue,,444.03,order_paid 7QK2MNP,CHF");
  expect(lines[4]).toMatch(/^8,2026-11-30,bank,2800,,/);
});

test("Banana and Abacus: pairs of accounts", async () => {
  expect((await fileOf("banana")).lines[1]).toBe("2026-11-30\t7\torder_paid 7QK2MNP\t1100\t3400\t444.03");
  expect((await fileOf("abacus")).lines[1]).toBe("30.11.2026;7;1100;3400;444.03;CHF;order_paid 7QK2MNP");
});

test("a text that a spreadsheet would run is made plain in every file for one", async () => {
  for (const { id } of EXPORT_FORMATS) {
    const { bytes } = await fileOf(id);
    expect(bytes.length).toBeGreaterThan(100);
    if (id !== "datev") expect(bytes.toString("utf8")).not.toMatch(/(^|[\t;,])=cmd/m);
  }
});

test("a format that nobody knows is none", () => {
  expect(findFormat("sage")).toBeUndefined();
  expect(findFormat(null)).toBeUndefined();
});

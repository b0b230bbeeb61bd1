import { expect, test } from "vitest";
import { makeInvoice, SAMPLE_INVOICES } from "#tests/support/sample-e-invoices.ts";
import type { InvoiceContent } from "../invoice-content.ts";
import { checkEInvoice } from "./check-e-invoice.ts";

const rulesOf = (content: InvoiceContent, standard: "xrechnung" | "en16931" = "xrechnung") => [
  ...new Set(checkEInvoice(content, standard).map(({ rule }) => rule)),
];

test.each(Object.entries(SAMPLE_INVOICES))("an invoice that breaks no rule may be sent: %s", (_, content) => {
  expect(checkEInvoice(content, "xrechnung")).toEqual([]);
  expect(checkEInvoice(content, "en16931")).toEqual([]);
});

const standard = makeInvoice();
const { seller, buyer } = standard;
const [line] = standard.lines as [InvoiceContent["lines"][number]];
const [tax] = standard.taxes as [InvoiceContent["taxes"][number]];
const noNumber = { vatId: "", taxNumber: "", registerNumber: "" };
const reverse = { netMinor: 10_000, taxCategory: "reverse_charge", taxRatePpm: 0 } as const;

/** What somebody leaves out or gets wrong, and the rules that the official check would name. */
const BROKEN: [what: string, given: Partial<InvoiceContent>, rules: string[]][] = [
  ["no number", { code: "" }, ["BR-02"]],
  ["no day of issue", { issuedOn: "" }, ["BR-03"]],
  ["a day of issue that is none", { issuedOn: "2026-02-30" }, ["BR-03"]],
  ["a currency of old", { currency: "DEM" }, ["BR-CL-04"]],
  ["no name of the school", { seller: { ...seller, name: " \u0000 ", contactName: "Office" } }, ["BR-06"]],
  ["no country of the school", { seller: { ...seller, country: "" } }, ["BR-09"]],
  ["a country that is none", { seller: { ...seller, country: "UK" } }, ["BR-CL-14"]],
  ["no number of the school", { seller: { ...seller, ...noNumber } }, ["BR-CO-26", "BR-S-02"]],
  ["a VAT id without its country", { seller: { ...seller, vatId: "136695976" } }, ["BR-CO-09"]],
  ["no town of the school", { seller: { ...seller, town: "" } }, ["BR-DE-3"]],
  ["no postcode of the school", { seller: { ...seller, postCode: "" } }, ["BR-DE-4"]],
  ["no phone of the school", { seller: { ...seller, phone: "" } }, ["BR-DE-6"]],
  ["a phone without digits", { seller: { ...seller, phone: "on demand" } }, ["BR-DE-6"]],
  ["no mail of the school", { seller: { ...seller, email: "" } }, ["BR-DE-7"]],
  ["no name of the buyer", { buyer: { ...buyer, name: "" } }, ["BR-07"]],
  ["no country of the buyer", { buyer: { ...buyer, country: "" } }, ["BR-11"]],
  ["no town of the buyer", { buyer: { ...buyer, town: "" } }, ["BR-DE-8"]],
  ["no postcode of the buyer", { buyer: { ...buyer, postCode: "" } }, ["BR-DE-9"]],
  ["a mail of the buyer that is none", { buyer: { ...buyer, email: "erika" } }, ["PEPPOL-EN16931-R010"]],
  ["no reference of any kind", { buyerReference: "", orderCode: "" }, ["BR-DE-15"]],
  ["no day to pay by, and no terms", { dueOn: "", notes: [] }, ["BR-CO-25"]],
  ["a day to pay by that is none", { dueOn: "soon" }, ["BR-CO-25"]],
  ["a wrong IBAN", { payment: { ...standard.payment, iban: "DE89370400440532013001" } }, ["BR-DE-19"]],
  ["no line", { lines: [] }, ["BR-16", "BR-CO-10", "BR-S-01", "BR-S-08"]],
  ["a line without a name", { lines: [{ ...line, name: "" }] }, ["BR-25"]],
  ["a line of nothing", { lines: [{ ...line, quantity: 0 }] }, ["BR-22", "PEPPOL-EN16931-R120"]],
  ["a line that ends before it begins", { lines: [{ ...line, servedTo: "2026-01-01" }] }, ["BR-30"]],
  ["a line that is not its price", { lines: [{ ...line, grossOfDiscountMinor: 1 }] }, ["PEPPOL-EN16931-R120"]],
  ["a total that is off", { totalMinor: 1 }, ["BR-CO-15", "BR-CO-16"]],
  ["what is due is off", { dueMinor: 1 }, ["BR-CO-16"]],
  ["a tax that is off", { taxes: [{ ...tax, taxMinor: 9_000 }] }, ["BR-CO-14", "BR-CO-17"]],
  ["no taxes", { taxes: [] }, ["BR-CO-14", "BR-CO-18"]],
  ["a rate that no line has", { taxes: [{ ...tax, taxRatePpm: 70_000 }] }, ["BR-CO-17", "BR-S-01", "BR-S-08"]],
  ["a proforma", { kind: "proforma" }, ["BR-CL-01"]],
  ["taxed at nothing", makeInvoice({ lines: [{ netMinor: 100, taxRatePpm: 0 }] }), ["BR-S-05"]],
  ["exempt without a reason", makeInvoice({ lines: [{ ...reverse, taxCategory: "exempt" }] }), ["BR-E-10"]],
  [
    "outside of tax, beside what is taxed",
    makeInvoice({ lines: [{ netMinor: 100 }, { netMinor: 100, taxCategory: "outside", taxRatePpm: 0 }] }),
    ["BR-O-11", "BR-S-02"],
  ],
  [
    "reverse charge to a buyer without a number",
    makeInvoice({ lines: [reverse], buyer: { ...buyer, vatId: "" } }),
    ["BR-AE-02"],
  ],
  ["three decimals", makeInvoice({ currency: "KWD", lines: [{ netMinor: 12_345 }] }), ["BR-DEC-09"]],
];

test.each(BROKEN)("what a rule forbids is found before it is sent: %s", (_, given, rules) => {
  expect(rulesOf({ ...standard, ...given })).toEqual(expect.arrayContaining(rules));
  expect(
    rulesOf({ ...standard, ...given }).filter((rule) => !rules.includes(rule) && !/^BR-DEC|^BR-CO-1/.test(rule)),
  ).toEqual([]);
});

test("what only XRechnung asks for is not asked of Factur-X", () => {
  const content = { ...standard, seller: { ...seller, phone: "", town: "" }, buyer: { ...buyer, postCode: "" } };
  expect(rulesOf(content, "en16931")).toEqual([]);
});

test("a school outside the scope of tax is known by some number, and names none as a VAT id", () => {
  const lines = [{ netMinor: 100, taxCategory: "outside", taxRatePpm: 0 } as const];
  const content = makeInvoice({ lines, seller: { ...seller, registerNumber: "" } });
  expect(rulesOf(content)).toEqual([]);
  expect(rulesOf({ ...content, seller: { ...seller, ...noNumber } })).toEqual(["BR-CO-26"]);
});

test("an amount that has two decimals is sent in a currency of three", () => {
  expect(rulesOf(makeInvoice({ currency: "KWD", lines: [{ netMinor: 100_000 }] }))).toEqual([]);
  expect(rulesOf(makeInvoice({ currency: "JPY", lines: [{ netMinor: 101 }] }))).toEqual([]);
});

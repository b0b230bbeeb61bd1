import { describe, expect, test } from "vitest";
import { buildBillCode } from "./bill-code.ts";

const ADDRESS = {
  ...{ addressStreet: "Lindenhofstrasse", addressNumber: "12", addressPostCode: "4052", addressTown: "Basel" },
  addressCountry: "CH",
};
const FRANCS = {
  ...{ holder: "Lindenhof School", iban: "CH93 0076 2011 6238 5295 7", reference: "RF18 5390 0754 7034" },
  amount: { minor: 48_050, currency: "CHF" },
};
const EURO = { ...FRANCS, iban: "DE89 3704 0044 0532 0130 00", amount: { minor: 5, currency: "EUR" } };

test("a transfer in euro has the code of the euro area: whom, where, how much, and what stands on it", () => {
  expect(buildBillCode(EURO, ADDRESS)).toEqual({
    kind: "epc",
    text: [
      ...["BCD", "002", "1", "SCT", "", "Lindenhof School", "DE89370400440532013000", "EUR0.05", ""],
      "RF18539007547034",
    ].join("\n"),
  });
});

test("a transfer in francs has the code of a Swiss bill, line by line as the guidelines number them", () => {
  const code = buildBillCode(FRANCS, ADDRESS);
  expect(code?.kind).toBe("swiss");
  expect(code?.text.split("\n")).toEqual([
    ...["SPC", "0200", "1", "CH9300762011623852957"],
    ...["S", "Lindenhof School", "Lindenhofstrasse", "12", "4052", "Basel", "CH"],
    ...["", "", "", "", "", "", ""],
    ...["480.50", "CHF"],
    ...["", "", "", "", "", "", ""],
    ...["SCOR", "RF18539007547034", "", "EPD"],
  ]);
});

test("without a reference what is paid stands in the message, since no bank takes an empty reference", () => {
  const plain = { ...FRANCS, reference: "", message: "7KMQ2XA" };
  expect(buildBillCode(plain, ADDRESS)?.text.split("\n").slice(-4)).toEqual(["NON", "", "7KMQ2XA", "EPD"]);
  const euro = { ...EURO, reference: "", message: "7KMQ2XA" };
  expect(buildBillCode(euro, ADDRESS)?.text.split("\n").slice(-3)).toEqual(["", "", "7KMQ2XA"]);
});

test("a school that has no street has a bill all the same, and one in Liechtenstein too", () => {
  expect(buildBillCode(FRANCS, { ...ADDRESS, addressStreet: "", addressNumber: "" })?.kind).toBe("swiss");
  expect(buildBillCode({ ...FRANCS, iban: "LI21 0881 0000 2324 013A A" }, ADDRESS)?.kind).toBe("swiss");
});

describe("no code is better than one that a bank refuses:", () => {
  test.each([
    ["another currency", { ...FRANCS, amount: { minor: 48_050, currency: "JPY" } }, ADDRESS],
    ["nothing to pay", { ...FRANCS, amount: { minor: 0, currency: "CHF" } }, ADDRESS],
    ["a negative amount", { ...EURO, amount: { minor: -1, currency: "EUR" } }, ADDRESS],
    ["more than a code holds", { ...EURO, amount: { minor: 100_000_000_000, currency: "EUR" } }, ADDRESS],
    ["francs to an account elsewhere", { ...FRANCS, iban: EURO.iban }, ADDRESS],
    ["an account for references of another kind", { ...FRANCS, iban: "CH44 3199 9123 0008 8901 2" }, ADDRESS],
    ["an address without its town", FRANCS, { ...ADDRESS, addressTown: "" }],
    ["an address without its postcode", FRANCS, { ...ADDRESS, addressPostCode: "" }],
    ["an address without its country", FRANCS, { ...ADDRESS, addressCountry: null }],
    ["a holder with more letters than fit", { ...EURO, holder: "W".repeat(71) }, ADDRESS],
    ["a holder in letters that a Swiss bill may not hold", { ...FRANCS, holder: "مدرسة" }, ADDRESS],
    ["a line that would begin another one", { ...FRANCS, holder: "School\nSPC" }, ADDRESS],
  ])("%s", (_name, transfer, address) => {
    expect(buildBillCode(transfer, address)).toBeNull();
  });
});

import { describe, expect, test } from "vitest";
import { findPayoutFault } from "./find-payout-fault.ts";
import { getRequestedDay } from "./get-requested-day.ts";
import { toBankText } from "./to-bank-text.ts";

const CH = "CH9300762011623852957";
const DE = "DE89370400440532013000";

test.each([
  ["Aimée Ünsal-Größe", "Aimee Uensal-Groesse"],
  ["Łukasz Đorđević & Co.", "Lukasz Dordevic + Co."],
  ["A\u0308rzte\nBund", "Aerzte Bund"],
  ["//School / <b>", "School / b"],
  ["مدرسة", ""],
  ["W".repeat(80), "W".repeat(70)],
  [`${"W".repeat(69)}/x`, "W".repeat(69)],
])("%j reaches a bank as %j", (text, wanted) => {
  expect(toBankText(text, 70)).toBe(wanted);
});

describe("what a file cannot carry", () => {
  test.each([
    ["account_missing", { iban: null, currency: "CHF" }, CH],
    ["not_iban", { iban: "MUFG 0005, 1234567", currency: "CHF" }, CH],
    ["reference_account", { iban: "CH4431999123000889012", currency: "CHF" }, CH],
    ["country", { iban: DE, currency: "CHF" }, CH],
    ["country", { iban: "SA0380000000608010167519", currency: "EUR" }, DE],
    ["currency", { iban: CH, currency: "CHF" }, DE],
    ["currency", { iban: DE, currency: "USD" }, DE],
    [null, { iban: CH, currency: "CHF" }, CH],
    [null, { iban: DE, currency: "EUR" }, CH],
    [null, { iban: CH, currency: "EUR" }, DE],
  ])("%s: %j from %s", (fault, payout, from) => {
    expect(findPayoutFault({ holder: "Ana", ...payout }, from)).toBe(fault);
  });

  test("is somebody whose name has no letter that banks take", () => {
    expect(findPayoutFault({ holder: "مدرسة", iban: CH, currency: "CHF" }, CH)).toBe("name");
  });
});

test("a bank is asked for a day on which it works", () => {
  const days = ["2026-11-27", "2026-11-28", "2026-11-29", "2026-11-30"].map(getRequestedDay);
  expect(days).toEqual(["2026-11-27", "2026-11-30", "2026-11-30", "2026-11-30"]);
});
